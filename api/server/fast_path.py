"""Fast path: a plain GET of a hot path is answered as soon as its head is parsed.

A task, a scope and two ASGI messages cost more than such an answer does. It knows HTTP and nothing
of what is answered; a request that is in any way unusual, or whose answer is not simply a 200,
goes uvicorn's way and is answered in ASGI.
"""

import asyncio
from collections.abc import Callable, Mapping
from typing import Any, Final

from uvicorn.config import Config
from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol
from uvicorn.server import ServerState

from api.server.http_protocol import BODY, IDLE, GuardedHttpProtocol

Headers = list[tuple[bytes, bytes]]
Answer = Callable[[bytes, tuple[str, int] | None, Headers], bytes | None]
"""Takes query string, peer and headers; gives a body, or None where ASGI has to say more."""

STATE_KEY: Final = "fast_paths"
QUEUED_BYTES_MAX: Final = 4096
_UNUSUAL: Final = frozenset({b"content-length", b"transfer-encoding", b"expect", b"upgrade"})


class FastPath:
    """What answers one path, and the head of its answers, which changes with the date only."""

    def __init__(self, answer: Answer, headers: tuple[tuple[bytes, bytes], ...]) -> None:
        self.answer = answer
        self._headers = headers
        self._of: Headers = []
        self._head = b""

    def head(self, default_headers: Headers) -> bytes:
        """Render all but the length; uvicorn makes a new list of defaults every second."""
        if self._of is not default_headers or not self._head:
            lines = (b"%b: %b\r\n" % header for header in (*default_headers, *self._headers))
            self._of = default_headers
            self._head = b"HTTP/1.1 200 OK\r\n%bcontent-length: " % b"".join(lines)
        return self._head


class FastHttpProtocol(GuardedHttpProtocol):
    """The guarded protocol with a fast path, whose handlers it finds in the lifespan's state."""

    def __init__(
        self,
        config: Config,
        server_state: ServerState,
        app_state: dict[str, Any],
        _loop: asyncio.AbstractEventLoop | None = None,
        **guards: Any,  # noqa: ANN401 - the guarded protocol's own
    ) -> None:
        super().__init__(config, server_state, app_state, _loop, **guards)
        self._fast_paths: Mapping[bytes, FastPath] = app_state.get(STATE_KEY, {})
        self._is_answered = False

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        super().connection_made(transport)
        # A large answer leaves at once, so that the next is made in the same memory, still cached.
        transport.set_write_buffer_limits(high=QUEUED_BYTES_MAX)

    def on_message_begin(self) -> None:
        """Begin without a scope, which a fast answer does not need."""
        self.url = b""
        self.headers = []
        self.expect_100_continue = False
        self._begin_head()

    def _make_scope(self) -> None:
        url, headers, expects = self.url, self.headers, self.expect_100_continue
        HttpToolsProtocol.on_message_begin(self)
        self.url, self.expect_100_continue = url, expects
        self.headers.extend(headers)

    def on_headers_complete(self) -> None:
        path, _, query = self.url.partition(b"?")
        fast_path = self._fast_paths.get(path)
        self._is_answered = (
            fast_path is not None and self._is_plain() and self._answer(fast_path, query)
        )
        if self._is_answered:
            self._stage = BODY
        else:
            self._make_scope()
            super().on_headers_complete()

    def on_message_complete(self) -> None:
        if self._is_answered:
            self._stage = IDLE
            self.on_response_complete()
        else:
            super().on_message_complete()

    def _is_plain(self) -> bool:
        """Tell whether the answer may leave now, in one piece, with nothing but its head asked."""
        parser = self.parser
        return (
            parser.get_method() == b"GET"
            and parser.get_http_version() == "1.1"
            and parser.should_keep_alive()
            and self._is_quiet()
            and not self._refused
            and not self.flow.write_paused
            and not self.transport.is_closing()
            and not any(name in _UNUSUAL for name, _ in self.headers)
            and b"#" not in self.url
        )

    def _answer(self, fast_path: FastPath, query: bytes) -> bool:
        try:
            body = fast_path.answer(query, self.client, self.headers)
        except Exception:  # noqa: BLE001 - ASGI meets it again, logs it and answers
            return False
        if body is None:
            return False
        head = fast_path.head(self.server_state.default_headers)
        self.transport.write(b"%b%d\r\n\r\n%b" % (head, len(body), body))
        return True

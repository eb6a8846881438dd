"""Fast path: a plain GET of a hot path is answered as soon as its head is parsed.

A task, a scope and two ASGI messages cost more than such an answer does. It knows HTTP and nothing
of what is answered; a request that is in any way unusual, or whose answer is not simply a 200,
goes uvicorn's way and is answered in ASGI, or is turned away in the same place, before anything is
spent on it, while the process has too much to do. A fast answer costs no more than a refusal.
"""

import asyncio
from collections.abc import Callable, Mapping
from typing import Any, Final

from uvicorn.config import Config
from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol
from uvicorn.server import ServerState

from api.server.http_protocol import BODY, IDLE, GuardedHttpProtocol
from api.server.rendered_head import Headers, RenderedHead
from api.server.turned_away import TurnedAway

Answer = Callable[[bytes, tuple[str, int] | None, Headers], bytes | None]
"""Takes query string, peer and headers; gives a body, or None where ASGI has to say more."""

STATE_KEY: Final = "fast_paths"
TURNED_AWAY_KEY: Final = "turned_away"
QUEUED_BYTES_MAX: Final = 4096
_TWO_STEPPED: Final = frozenset({b"expect", b"upgrade"})
_UNUSUAL: Final = _TWO_STEPPED | {b"content-length", b"transfer-encoding"}


class FastPath:
    """What answers one path, and the head of its answers."""

    def __init__(self, answer: Answer, headers: tuple[tuple[bytes, bytes], ...]) -> None:
        self.answer = answer
        self.head = RenderedHead(b"200 OK", headers)


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
        self._turned_away: TurnedAway | None = app_state.get(TURNED_AWAY_KEY)
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
        self._is_answered = self._answer(path, query) or self._turn_away(path)
        if self._is_answered:
            self._stage = BODY
        else:
            self._make_scope()
            super().on_headers_complete()

    def on_body(self, body: bytes) -> None:
        if not self._is_answered:
            super().on_body(body)

    def on_message_complete(self) -> None:
        if not self._is_answered:
            super().on_message_complete()
            return
        self._stage = IDLE
        if self.parser.should_keep_alive():
            self.on_response_complete()
        else:
            self.transport.close()

    def _turn_away(self, path: bytes) -> bool:
        """Answer before the body has come, which is then read into nothing."""
        turned_away = self._turned_away
        if turned_away is None or not turned_away.is_due(path, len(self.tasks)):
            return False
        if not self._may_write() or self._has_any_of(_TWO_STEPPED):
            return False
        self.transport.write(turned_away.answer(self.server_state.default_headers))
        return True

    def _answer(self, path: bytes, query: bytes) -> bool:
        fast_path = self._fast_paths.get(path)
        if fast_path is None or not self._is_plain():
            return False
        try:
            body = fast_path.answer(query, self.client, self.headers)
        except Exception:  # noqa: BLE001 - ASGI meets it again, logs it and answers
            return False
        if body is not None:
            self.transport.write(fast_path.head.with_body(body, self.server_state.default_headers))
        return body is not None

    def _is_plain(self) -> bool:
        """Tell whether the answer may leave now, in one piece, with nothing but its head asked."""
        parser = self.parser
        return (
            parser.get_method() == b"GET"
            and parser.get_http_version() == "1.1"
            and parser.should_keep_alive()
            and self._may_write()
            and not self._has_any_of(_UNUSUAL)
            and b"#" not in self.url
        )

    def _may_write(self) -> bool:
        """Tell whether nothing asked before this request is still to be answered."""
        return (
            self._is_quiet()
            and not self._refused
            and not self.flow.write_paused
            and not self.transport.is_closing()
        )

    def _has_any_of(self, names: frozenset[bytes]) -> bool:
        return any(name in names for name, _ in self.headers)

"""Switch: what uvicorn gives an upgraded connection to; /v1/live is ours, all else ASGI's.

It knows the five calls uvicorn makes on an upgrade; tests/live/test_library_contract.py keeps
watch over them.
"""

import asyncio
import socket
from typing import Any, Final, cast

from uvicorn.config import Config
from uvicorn.protocols.utils import get_remote_addr
from uvicorn.protocols.websockets.websockets_sansio_impl import WebSocketsSansIOProtocol
from uvicorn.server import ServerState

from api.live.connection import LiveConnection
from api.live.handshake import FOREIGN_ORIGIN, Answer, Handshake, refuse
from api.live.service import NOT_READY, LiveService

LIVE_PATH: Final = b"/v1/live"
STATE_KEY: Final = "live"
SEND_BUFFER_BYTES: Final = 32 * 1024
"""With the kernel's own megabytes a client that stopped reading would not be noticed for long."""
_SWITCHING: Final = 101


class LiveSwitch(asyncio.Protocol):
    """Lives from the upgrade to the next turn of the loop; uvicorn sets it as the protocol late."""

    def __init__(
        self, config: Config, server_state: ServerState, app_state: dict[str, Any]
    ) -> None:
        self._config = config
        self._server_state = server_state
        self._app_state = app_state
        self._transport: asyncio.Transport | None = None
        self._inner: asyncio.Protocol | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = cast("asyncio.Transport", transport)

    def data_received(self, data: bytes) -> None:
        if self._inner is not None:
            self._inner.data_received(data)
        elif self._transport is not None:
            self._open(self._transport, data)

    def eof_received(self) -> bool | None:
        return self._inner.eof_received() if self._inner else None

    def connection_lost(self, exc: Exception | None) -> None:
        if self._inner is not None:
            self._inner.connection_lost(exc)

    def pause_writing(self) -> None:
        if self._inner is not None:
            self._inner.pause_writing()

    def resume_writing(self) -> None:
        if self._inner is not None:
            self._inner.resume_writing()

    def shutdown(self) -> None:
        """Leave it to the inner protocol, which uvicorn knows itself."""

    def _open(self, transport: asyncio.Transport, data: bytes) -> None:
        target = data.split(b" ", 2)[1].partition(b"?")[0]
        if target != LIVE_PATH:
            inner = WebSocketsSansIOProtocol(self._config, self._server_state, self._app_state)
            self._hand_over(transport, inner)
            inner.connection_made(transport)
            inner.data_received(data)
            return
        live: LiveService | None = self._app_state.get(STATE_KEY)
        handshake = Handshake(data)
        peer = get_remote_addr(transport)
        if live is None:
            self._refuse(transport, refuse(NOT_READY))
            return
        address = live.callers.address_of(peer, handshake.header_items())
        problem = live.refusal(address)
        if problem is None and not handshake.is_from(live.origins):
            problem = FOREIGN_ORIGIN
        answer = refuse(problem) if problem else handshake.accept()
        if answer.status != _SWITCHING:
            live.metrics.refused.labels(str(answer.status)).inc()
            self._refuse(transport, answer)
            return
        self._enter(transport, live, address, answer)

    def _enter(
        self, transport: asyncio.Transport, live: LiveService, address: str, answer: Answer
    ) -> None:
        connections = cast("set[object]", self._server_state.connections)
        raw = transport.get_extra_info("socket")
        if raw is not None:
            raw.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, SEND_BUFFER_BYTES)
        # Nothing waits in user space but the rest of one frame: the first unsent byte pauses us.
        transport.set_write_buffer_limits(high=0)
        connection = LiveConnection(live, transport, address, connections)
        self._hand_over(transport, connection)
        connections.add(connection)
        live.enter(connection, answer.data)

    def _hand_over(self, transport: asyncio.Transport, inner: asyncio.Protocol) -> None:
        self._inner = inner
        # uvicorn calls set_protocol with this switch after data_received returns.
        asyncio.get_running_loop().call_soon(transport.set_protocol, inner)

    def _refuse(self, transport: asyncio.Transport, answer: Answer) -> None:
        transport.write(answer.data)
        transport.close()

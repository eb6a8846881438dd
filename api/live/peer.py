"""Peer: one live connection as the service and its tick see it, without its socket."""

from typing import Protocol

from api.live.accounts import Member
from api.live.close_codes import LiveClose
from api.live.session import Session


class Peer(Member, Protocol):
    """One connection, as the service and its tick see it."""

    address: str
    awaited_pong: bytes | None
    born_s: float
    ends_s: float
    last_frame_s: float
    pinged_s: float
    session: Session
    slot: int

    @property
    def is_paused(self) -> bool: ...

    def unsent_bytes(self) -> int: ...

    def send(self, data: bytes) -> None: ...

    def say(self, message: bytes) -> None: ...

    def pump(self, now_s: float) -> None: ...

    def join(self) -> bool: ...

    def close(self, code: LiveClose, reason: str) -> None: ...

    def abort(self) -> None: ...

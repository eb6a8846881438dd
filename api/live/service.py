"""Service: everything of the live channel that one process has once, and who is connected.

It knows connections by what they can do (`Peer`), not their sockets; `ticker` gives it its pulse.
"""

import asyncio
import random
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from api.limits import Callers
from api.live import messages
from api.live.accounts import Accounts
from api.live.close_codes import LiveClose
from api.live.frame import text_frame
from api.live.hub import Hub
from api.live.limits import LiveLimits
from api.live.metrics import LiveMetrics
from api.live.parsers import ParserPool
from api.live.peer import Peer
from api.live.source import LiveSource
from api.live.stalls import Stalls
from api.live.wheel import Wheel
from parking.clock import CityClock, rfc3339
from parking.problems import Problem

CLOSE_S: Final = 2.0
DRAIN_S: Final = 8.0
DRAIN_PER_S: Final = 100
RETURNS_PER_S: Final = 250
RETRY_SPREAD_S: Final = 10.0
"""Who is told to come back comes back at most this late, and sooner where they are few."""
LIFE_SPREAD: Final = 0.1

FULL: Final = Problem("unavailable", "This server has no room for another live connection.")
NOT_READY: Final = Problem("unavailable", "This server is starting or stopping; try another.")
CROWDED: Final = Problem("rate-limited", "Too many live connections from this address.")


@dataclass(frozen=True, slots=True)
class LiveSetup:
    """What the composition root hands in."""

    limits: LiveLimits
    clock: CityClock
    zone: str
    callers: Callers
    origins: frozenset[str]
    now_s: Callable[[], float]
    chance: random.Random


class LiveService:
    """One per process."""

    def __init__(
        self, source: LiveSource, accounts: Accounts, metrics: LiveMetrics, setup: LiveSetup
    ) -> None:
        self.limits = setup.limits
        self._limits_said = setup.limits.to_dict()
        self.clock = setup.clock
        self.callers = setup.callers
        self.origins = setup.origins
        self.now_s = setup.now_s
        self.hub = Hub(source)
        self.accounts = accounts
        self.metrics = metrics
        self.parsers = ParserPool(setup.limits.message_bytes)
        self.wheel: Wheel[Peer] = Wheel(setup.now_s())
        self.stalls: Stalls[Peer] = Stalls(setup.limits)
        self.waiting: dict[Peer, None] = {}
        self.peers: dict[Peer, None] = {}
        """In the order they came."""
        self._zone = setup.zone
        self._chance = setup.chance
        self._sockets_of: Counter[str] = Counter()
        self._drain_s: float | None = None
        self._return_s = RETRY_SPREAD_S

    def server_time(self) -> str:
        return rfc3339(self.clock.now_us(), self._zone)

    def clock_said(self) -> dict[str, object]:
        """Say how the city's time goes, for pages that count on by themselves."""
        reading = self.clock.reading
        return {"mode": reading.mode, "speed": reading.speed}

    def life_s(self) -> float:
        """Draw how long a new connection may live; spread, so that not all end together."""
        spread = self._chance.uniform(1 - LIFE_SPREAD, 1 + LIFE_SPREAD)
        return self.limits.life_s * spread

    def refusal(self, address: str) -> Problem | None:
        """Say why this address may not open a socket now; None when it may."""
        per_address, all_sockets = self.limits.sockets_per_address, self.limits.sockets
        if self._drain_s is not None or not self.hub.source.epoch:
            return NOT_READY
        if all_sockets and len(self.peers) >= all_sockets:
            return FULL
        if per_address and self._sockets_of[address] >= per_address:
            return CROWDED
        return None

    def enter(self, peer: Peer, opening: bytes) -> None:
        """Take a new connection in and greet it, in one piece with the bytes that open it."""
        self.peers[peer] = None
        self._sockets_of[peer.address] += 1
        self.wheel.put(peer, peer.born_s + self._chance.uniform(0.1, 1) * self.limits.heartbeat_s)
        self.metrics.connections.set(len(self.peers))
        hello = messages.hello(
            self.hub.source.epoch, self.server_time(), self.clock_said(), self._limits_said
        )
        peer.send(opening + text_frame(hello))

    def part(self, peer: Peer) -> None:
        """Forget a connection that is gone, everywhere at once."""
        if peer not in self.peers:
            return
        del self.peers[peer]
        self._sockets_of[peer.address] -= 1
        if not self._sockets_of[peer.address]:
            del self._sockets_of[peer.address]
        self.wheel.forget(peer)
        self.stalls.drop(peer)
        self.waiting.pop(peer, None)
        self.accounts.forget(peer)
        self.metrics.connections.set(len(self.peers))

    def wait_for_tick(self, peer: Peer) -> None:
        """Visit this connection at the next tick: it is behind, or ready to join."""
        if peer.is_open and not peer.is_paused and peer.session.is_behind:
            self.waiting[peer] = None

    def stall(self, peer: Peer) -> None:
        """Watch a connection that cannot be written to."""
        self.waiting.pop(peer, None)
        self.stalls.add(peer, self.now_s())

    def unstall(self, peer: Peer) -> None:
        self.stalls.drop(peer)

    def expect_end(self, peer: Peer) -> None:
        """Give a closed connection a little time to hang up by itself."""
        self.waiting.pop(peer, None)
        self.stalls.drop(peer)
        self.wheel.put(peer, self.now_s() + CLOSE_S)

    def drain(self, peer: Peer) -> None:
        """Announce the restart now; close a little later, each at its own time."""
        if self._drain_s is None:
            self._drain_s = min(DRAIN_S, len(self.peers) / DRAIN_PER_S)
            self._return_s = min(RETRY_SPREAD_S, len(self.peers) / RETURNS_PER_S)
        peer.say(
            messages.notice(
                "restart",
                "The server restarts; please reconnect",
                "服务器正在重启，请重新连接",
                retry_after_s=round(self._chance.uniform(0, self._return_s), 3),
            )
        )
        delay_s = self._chance.uniform(0, self._drain_s)
        loop = asyncio.get_running_loop()
        loop.call_later(delay_s, peer.close, LiveClose.RESTART, "restart")

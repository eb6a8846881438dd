"""Limits of one live connection, and the bucket that counts its messages. All are in `hello`."""

from dataclasses import asdict, dataclass


@dataclass(frozen=True, slots=True)
class LiveLimits:
    """What a connection may do and for how long; the names are those of `hello.limits`.

    `frames_per_s` is kept by the tick: a connection gets one frame of data a tick, and answers
    to at most `messages_per_s` messages of its own.
    """

    lots: int = 6_000
    watches: int = 16
    named_lots: int = 200
    cells: int = 256
    radius_m: int = 100_000
    message_bytes: int = 4_096
    messages_per_s: int = 5
    message_burst: int = 10
    frames_per_s: int = 10
    tick_s: float = 0.15
    heartbeat_s: float = 25.0
    pong_s: float = 10.0
    watch_within_s: float = 60.0
    key_attempts: int = 3
    stall_s: float = 6.0
    slow_s: float = 60.0
    life_s: float = 7_200.0
    sockets_per_address: int = 200
    sockets: int = 20_000

    def to_dict(self) -> dict[str, float]:
        return asdict(self)


class MessageBucket:
    """Token bucket of one connection's messages; seconds are monotone."""

    __slots__ = ("_at_s", "_tokens")

    def __init__(self, burst: int, now_s: float) -> None:
        self._tokens = float(burst)
        self._at_s = now_s

    def take(self, now_s: float, limits: LiveLimits) -> bool:
        """Count one message; False when it is one too many."""
        refill = (now_s - self._at_s) * limits.messages_per_s
        self._tokens = min(float(limits.message_burst), self._tokens + refill)
        self._at_s = now_s
        if self._tokens < 1.0:
            return False
        self._tokens -= 1.0
        return True

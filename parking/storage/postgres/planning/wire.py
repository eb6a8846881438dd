"""How moments and identities travel on the ingest pool's connections. Knows no statement."""

from typing import Final, TypeAlias

from parking.storage.postgres.report_log import EPOCH_2000_US, observed_tuple

Instant: TypeAlias = tuple[int]
"""Microseconds since 2000, as asyncpg's tuple format has them."""

NEVER: Final[Instant] = (-(2**63),)
"""`-infinity`: before every moment."""


def instant(moment_us: int) -> Instant:
    """Give a moment as it travels; nothing was before 1970."""
    return NEVER if moment_us <= 0 else observed_tuple(moment_us)


def us_of(told: Instant) -> int:
    """Read a moment; `-infinity` is before 1970."""
    return told[0] + EPOCH_2000_US


def us_or_none(told: Instant | None) -> int | None:
    """Read a moment that may be missing."""
    return None if told is None else us_of(told)


def instant_or_none(moment_us: int | None) -> Instant | None:
    """Give a moment that may be missing."""
    return None if moment_us is None else instant(moment_us)

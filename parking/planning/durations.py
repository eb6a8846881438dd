"""Durations: sums of sessions, and how long stays took. It knows no plate and no single stay.

Stays are told of where at least five are in a figure, so that no figure is one person's.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from fractions import Fraction
from typing import Final, Self

from msgspec import Struct

from parking.clock import MINUTE_US
from parking.planning.sessions import GIVEN_UP_US, Session

FEWEST_SESSIONS: Final = 5
"""k: of fewer single sessions nothing is told but how many they are."""
MEDIAN: Final = Fraction(1, 2)
P85: Final = Fraction(85, 100)
P95: Final = Fraction(95, 100)


class SessionSums(Struct, frozen=True):
    """Of some lots in some time. Sums add up in any order.

    `paired` sessions ended in that time, and took `duration_us` in all; `minutes` has how many of
    them took so many whole minutes. `orphan_exits` ended in it and nobody saw them come.
    `unclosed_entries` came in it, more than `sessions.GIVEN_UP_US` ago, and nobody saw them leave.
    """

    paired: int = 0
    orphan_exits: int = 0
    unclosed_entries: int = 0
    duration_us: int = 0
    minutes: Mapping[int, int] = {}

    def __add__(self, other: Self) -> Self:
        minutes = Counter(self.minutes)
        minutes.update(other.minutes)
        return type(self)(
            self.paired + other.paired,
            self.orphan_exits + other.orphan_exits,
            self.unclosed_entries + other.unclosed_entries,
            self.duration_us + other.duration_us,
            dict(sorted(minutes.items())),
        )

    @property
    def is_enough(self) -> bool:
        """Whether anything may be told of how long they stayed."""
        return self.paired >= FEWEST_SESSIONS

    @property
    def mean_min(self) -> float | None:
        """Mean duration in minutes; None of too few."""
        return self.duration_us / (self.paired * MINUTE_US) if self.is_enough else None

    def quantile_min(self, share: Fraction) -> int | None:
        """Return whole minutes, cut off, that this share of stays took at most; None of too few.

        By the nearest rank: it is the stay of one of them, not something between two.
        """
        return nearest_rank(self.minutes, share) if self.is_enough else None

    @property
    def pairing(self) -> Fraction | None:
        """Share of sessions of which both ends were seen, 0 to 1; None where there are none."""
        everything = self.paired + self.orphan_exits + self.unclosed_entries
        return Fraction(self.paired, everything) if everything else None


NO_SESSIONS: Final = SessionSums()


def session_sums(sessions: Iterable[Session], from_us: int, to_us: int, now_us: int) -> SessionSums:
    """Sum up what ended, or came and was given up by `now_us`, from `from_us` to before `to_us`."""
    over = [session for session in sessions if from_us <= _over_us(session, now_us) < to_us]
    took = [took_us for session in over if (took_us := session.duration_us) is not None]
    orphans = sum(session.came is None for session in over)
    minutes = Counter(took_us // MINUTE_US for took_us in took)
    unclosed = len(over) - len(took) - orphans
    return SessionSums(len(took), orphans, unclosed, sum(took), dict(sorted(minutes.items())))


def nearest_rank(counts: Mapping[int, int], share: Fraction) -> int | None:
    """Return the least value that at least this share do not exceed; None of nothing.

    The share is more than 0.
    """
    rank = -(-share.numerator * sum(counts.values()) // share.denominator)
    for value in sorted(counts):
        rank -= counts[value]
        if rank <= 0 < counts[value]:
            return value
    return None


def _over_us(session: Session, now_us: int) -> int:
    """Return the moment by which a session is counted; one that may go on yet is in no time."""
    if session.left is not None:
        return session.left.at_us
    came_us = session.first.at_us
    return came_us if came_us + GIVEN_UP_US < now_us else now_us

"""When a feed is fetched again, and whether it is frozen: a state and an outcome in, both out.

Pure: `now_us` is an argument, and jitter is a hash, so that the same history has the same future.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import blake2b
from statistics import median
from typing import Final, Literal, TypeAlias

import msgspec

from parking.clock import SECOND_US

SHORTEST_S: Final = 10.0
LONGEST_S: Final = 86_400.0
FIRST_S: Final = 60.0
"""How often a feed is asked whose rhythm is neither declared nor known yet."""
LEARNED_S: Final = (30.0, 900.0)
"""A feed is asked twice per usual change of it, within these bounds."""
BACK_OFF_S: Final = 900.0
RETRY_AFTER_S: Final = 21_600.0
JITTER: Final = 0.1
KEPT: Final = 32
ENOUGH: Final = 5
FROZEN_TIMES: Final = 10
FROZEN_MIN_S: Final = 1_800.0
FROZEN_MAX_S: Final = 86_400.0
"""No car comes or goes for a whole day nowhere, whatever is usual."""
_MOST_DOUBLINGS: Final = 16

Phase: TypeAlias = Literal["new", "healthy", "frozen", "failing"]


class Pace(msgspec.Struct, frozen=True, omit_defaults=True):
    """What is remembered of a feed's past tries. Times are microseconds, 0 is never.

    `between_s`: the newest intervals between two changes of the body, oldest first.
    """

    failures: int = 0
    digest: str = ""
    changed_us: int = 0
    same: int = 0
    between_s: tuple[float, ...] = ()
    ok_us: int = 0
    is_frozen: bool = False

    @property
    def phase(self) -> Phase:
        if self.failures:
            return "failing"
        if not self.ok_us:
            return "new"
        return "frozen" if self.is_frozen else "healthy"


@dataclass(frozen=True, slots=True)
class Got:
    """A body came, of this digest; what it says is judged elsewhere.

    `modified_us`: since when it is so, by the server's word; 0 where it says nothing.
    """

    digest: str
    modified_us: int = 0


@dataclass(frozen=True, slots=True)
class Same:
    """The server says that nothing has changed (304)."""


@dataclass(frozen=True, slots=True)
class Missed:
    """No body came, or one that could not be used."""

    retry_after_s: float | None = None


@dataclass(frozen=True, slots=True)
class Terms:
    """What was declared. `interval_s` None: learned; `name` tells feeds of one interval apart."""

    name: str
    interval_s: float | None = None


def step(pace: Pace, outcome: Got | Same | Missed, now_us: int, terms: Terms) -> tuple[Pace, int]:
    """Return the state after a try and when the next is due; never sooner than in 10 s.

    | outcome | state | next |
    |---|---|---|
    | another body | no failures, not frozen, interval learned | interval |
    | the same body, or 304 | no failures; frozen when 10 usual intervals are over | interval |
    | none | one failure more, the rest as it was | interval, doubled per failure, or as asked |
    """
    match outcome:
        case Missed():
            after = msgspec.structs.replace(pace, failures=pace.failures + 1)
            wait_s = _back_off_s(after, outcome, terms)
            least_s = min(outcome.retry_after_s or 0.0, RETRY_AFTER_S)
        case Got() if outcome.digest != pace.digest:
            after = _changed(pace, outcome, now_us)
            wait_s, least_s = interval_s(after, terms), 0.0
        case _:
            after = _unchanged(pace, now_us)
            wait_s, least_s = interval_s(after, terms), 0.0
    wait_s *= 1 + JITTER * _spread(terms.name, now_us)
    return after, now_us + round(max(SHORTEST_S, least_s, wait_s) * SECOND_US)


def interval_s(pace: Pace, terms: Terms) -> float:
    """Return how often the feed is asked while all is well: declared, else learned."""
    if terms.interval_s is not None:
        return min(LONGEST_S, max(SHORTEST_S, terms.interval_s))
    if len(pace.between_s) < ENOUGH:
        return FIRST_S
    shortest_s, longest_s = LEARNED_S
    return min(longest_s, max(shortest_s, median(pace.between_s) / 2))


def frozen_after_s(pace: Pace) -> float:
    """Return for how long the body may stay the same."""
    if len(pace.between_s) < ENOUGH:
        return FROZEN_MAX_S
    usual_s = FROZEN_TIMES * _usual_s(pace.between_s)
    return min(FROZEN_MAX_S, max(FROZEN_MIN_S, usual_s))


def _usual_s(between_s: Sequence[float]) -> float:
    """Take a long one of the usual intervals: nights are quieter than days."""
    return sorted(between_s)[round(0.9 * (len(between_s) - 1))]


def changed_us(pace: Pace, got: Got, now_us: int) -> int:
    """Return since when the body is so: by the server's word where that can be, else now."""
    return got.modified_us if pace.ok_us < got.modified_us < now_us else now_us


def _changed(pace: Pace, got: Got, now_us: int) -> Pace:
    at_us, between_s = changed_us(pace, got, now_us), pace.between_s
    if pace.changed_us and not pace.is_frozen:
        between_s = (*between_s, (at_us - pace.changed_us) / SECOND_US)[-KEPT:]
    return Pace(digest=got.digest, changed_us=at_us, between_s=between_s, ok_us=now_us)


def _unchanged(pace: Pace, now_us: int) -> Pace:
    same = pace.same + 1
    has_stood_s = (now_us - pace.changed_us) / SECOND_US
    is_frozen = same >= FROZEN_TIMES and has_stood_s >= frozen_after_s(pace)
    return msgspec.structs.replace(pace, failures=0, same=same, ok_us=now_us, is_frozen=is_frozen)


def _back_off_s(pace: Pace, missed: Missed, terms: Terms) -> float:
    usual_s = interval_s(pace, terms)
    doubled_s = usual_s * 2.0 ** min(pace.failures - 1, _MOST_DOUBLINGS)
    wait_s = min(doubled_s, max(BACK_OFF_S, usual_s))
    return max(wait_s, min(missed.retry_after_s or 0.0, RETRY_AFTER_S))


def _spread(name: str, now_us: int) -> float:
    """Return a number from -1 to 1 that differs by feed and by try."""
    digest = blake2b(f"{name}/{now_us}".encode(), digest_size=4).digest()
    return int.from_bytes(digest) / 2**31 - 1

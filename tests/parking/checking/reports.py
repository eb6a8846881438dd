"""Reports of a lot that lives, for what is asked of detectors in a few words."""

from collections.abc import Iterable, Iterator
from random import Random

from parking.checking.checker import Checker
from parking.checking.observation import CheckedLot, Observation
from parking.checking.verdict import Verdict
from parking.clock import HOUR_US, MINUTE_US, SECOND_US

MONDAY_US = 1_788_105_600_000_000
"""2026-08-31, a Monday, 0:00 in Jinan."""


def count(free: int, minute: float, *, lot_key: int = 1, source_key: int = 1) -> Observation:
    """A count at a minute from that Monday on, a second under way."""
    at_us = MONDAY_US + round(minute * MINUTE_US)
    return Observation(lot_key, source_key, "snapshot", at_us, at_us + SECOND_US, free=free)


def vehicle(kind: str, minute: float, space_class: str) -> Observation:
    """A vehicle that passes a gate."""
    seen = count(0, minute)._replace(kind=kind, free=None)  # type: ignore[arg-type]
    return seen._replace(space_class=space_class)  # type: ignore[arg-type]


def living(
    first: int, last: int, *, still: Iterable[int] = (), seed: int = 1, hours: range = range(24)
) -> Iterator[Observation]:
    """A count each minute from one to another; within `still` minutes it stands.

    It is told of within these hours alone.
    """
    random, free, standing = Random(seed), 50, set(still)
    for minute in range(first, last):
        if minute not in standing:
            free = max(5, min(95, free + random.choice((-2, -1, 0, 0, 1, 2))))
        if minute // 60 % 24 in hours:
            yield count(free, minute)


def judged(checker: Checker, reports: Iterable[Observation]) -> list[Verdict]:
    """Let a checker see reports, and look at each minute between them."""
    told: list[Verdict] = []
    now_us = 0
    for one in reports:
        while now_us and one.received_us - now_us > 2 * MINUTE_US:
            now_us += MINUTE_US
            told += checker.pass_time(now_us)
        now_us = one.received_us
        told += checker.see(one)
    return told


def waited(checker: Checker, first: int, last: int) -> list[Verdict]:
    """Let nothing be heard between two minutes."""
    return [
        one
        for minute in range(first, last)
        for one in checker.pass_time(MONDAY_US + minute * MINUTE_US)
    ]


def checker(facts: CheckedLot | None = None) -> Checker:
    """A checker that knows the same of every lot."""
    known = CheckedLot(100) if facts is None else facts
    return Checker(lambda _: known)


def rules(verdicts: Iterable[Verdict]) -> list[tuple[str, bool]]:
    """The rules, and whether they ended."""
    return [(one.rule, one.end_us is not None) for one in verdicts]


HOUR_MINUTES = HOUR_US // MINUTE_US
DAY_MINUTES = 24 * HOUR_MINUTES

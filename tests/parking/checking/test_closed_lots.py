"""A lot that is closed is neither dead nor silent, and what it says then teaches nothing."""

from dataclasses import dataclass

import msgspec
import pytest

from parking.checking.checker import Checker
from parking.checking.doors import Doors, is_closed
from parking.checking.observation import CheckedLot, Span
from parking.clock import MINUTE_US
from tests.parking.checking.reports import (
    DAY_MINUTES,
    HOUR_MINUTES,
    MONDAY_US,
    checker,
    judged,
    living,
    rules,
    waited,
)

CLOSED_AT = DAY_MINUTES + 10 * HOUR_MINUTES
"""Tuesday, 10 o'clock."""
STANDS = range(CLOSED_AT, CLOSED_AT + 4 * HOUR_MINUTES)
BY_DAY = range(8, 20)
DAYTIME = CheckedLot(100, opening_hours="08:00-20:00")


def us(minute: int) -> int:
    return MONDAY_US + minute * MINUTE_US


def closed(*spans: tuple[int, int | None]) -> CheckedLot:
    told: tuple[Span, ...] = tuple(
        (us(begin), None if end is None else us(end)) for begin, end in spans
    )
    return CheckedLot(100, closures=told)


@dataclass
class Whether:
    """What the registry knows, which may change."""

    facts: CheckedLot


def test_an_open_lot_that_stands_by_day_is_frozen_and_one_that_falls_silent_offline() -> None:
    """What the tests below would see if doors were not looked at."""
    assert rules(judged(checker(), living(0, STANDS.stop, still=STANDS))) == [("frozen", False)]
    silent = checker()
    judged(silent, living(0, CLOSED_AT))
    assert rules(waited(silent, CLOSED_AT, STANDS.stop)) == [("offline", False)]


def test_a_lot_that_stands_or_is_silent_while_it_is_closed_is_blamed_for_nothing() -> None:
    facts = closed((CLOSED_AT, STANDS.stop))
    assert judged(checker(facts), living(0, STANDS.stop, still=STANDS)) == []
    silent = checker(facts)
    judged(silent, living(0, CLOSED_AT))
    assert waited(silent, CLOSED_AT, STANDS.stop) == []


def test_what_stood_against_a_lot_ends_when_it_is_closed_and_is_found_again_when_it_opens() -> None:
    known = Whether(CheckedLot(100))
    seen = Checker(lambda _: known.facts)
    still = range(CLOSED_AT, CLOSED_AT + 10 * HOUR_MINUTES)
    reports = list(living(0, still.stop, still=still))
    middle = CLOSED_AT + 3 * HOUR_MINUTES
    assert rules(judged(seen, reports[:middle])) == [("frozen", False)]
    known.facts = closed((middle, middle + HOUR_MINUTES))
    seen.learn(1, known.facts)
    told = judged(seen, reports[middle:])
    assert rules(told) == [("frozen", True), ("frozen", False)]
    ended, again = told
    assert ended.end_us is not None
    assert ended.end_us - us(middle) <= 2 * MINUTE_US
    assert again.start_us >= us(middle + HOUR_MINUTES - 2)


def test_nobody_is_told_offline_the_minute_a_lot_opens_but_soon_where_it_stays_silent() -> None:
    seen = checker(closed((CLOSED_AT, STANDS.stop)))
    judged(seen, living(0, CLOSED_AT))
    assert waited(seen, CLOSED_AT, STANDS.stop + 1) == []
    [told] = waited(seen, STANDS.stop + 1, STANDS.stop + 60)
    assert told.rule == "offline"
    assert us(STANDS.stop - 2) <= told.start_us < told.found_us < us(STANDS.stop + 20)


@pytest.mark.parametrize("told_of", [range(24), BY_DAY], ids=["counts", "silence"])
def test_outside_its_hours_a_lot_is_blamed_for_nothing_night_after_night(told_of: range) -> None:
    nights = [
        minute for minute in range(4 * DAY_MINUTES) if minute // HOUR_MINUTES % 24 not in BY_DAY
    ]
    reports = living(0, 4 * DAY_MINUTES, still=nights, hours=told_of)
    assert judged(checker(DAYTIME), reports) == []


def test_a_lot_that_stands_within_its_hours_is_frozen_as_any_other_through_the_night() -> None:
    still = range(CLOSED_AT, 3 * DAY_MINUTES)
    told = judged(checker(DAYTIME), living(0, still.stop, still=still))
    assert rules(told) == [("frozen", False)]


def test_what_a_closed_lot_says_changes_nothing_of_what_is_known_of_it() -> None:
    """Not how often it moves and speaks, not what is usual at that hour."""
    facts = closed((CLOSED_AT, STANDS.stop))
    some, more = checker(facts), checker(facts)
    judged(some, living(0, CLOSED_AT))
    judged(more, living(0, CLOSED_AT))
    waited(some, CLOSED_AT, STANDS.stop)
    wild = living(CLOSED_AT, STANDS.stop, seed=7)
    judged(more, (one._replace(free=(one.free or 0) * 9) for one in wild))
    one, other = some._lots[1, 1], more._lots[1, 1]
    for name in ("night", "swing", "impossible", "flapping", "inverted"):
        assert getattr(one, name) == getattr(other, name), name
    assert one.stillness.activity == other.stillness.activity
    assert one.stillness.bounds == other.stillness.bounds
    assert max(other.cadence.longest_s) == max(one.cadence.longest_s)


def test_a_feed_all_of_whose_lots_are_closed_is_no_silent_feed() -> None:
    facts = closed((CLOSED_AT, STANDS.stop))

    def two() -> list[str]:
        seen = checker(facts)
        reports = [
            report._replace(lot_key=key) for report in living(0, CLOSED_AT) for key in (1, 2)
        ]
        judged(seen, reports)
        return [one.subject.kind for one in waited(seen, CLOSED_AT, STANDS.stop)]

    assert two() == []
    facts = CheckedLot(100)
    assert "feed" in two()


def test_hours_that_cannot_be_read_close_nothing_and_a_closure_without_an_end_stays() -> None:
    doors = Doors()
    assert not doors.are_shut(CheckedLot(opening_hours="whenever"), us(0))
    assert is_closed(closed((5, None)), us(10**6))
    assert not is_closed(closed((5, None)), us(4))
    assert not is_closed(closed((5, 9)), us(9))


def test_new_hours_are_looked_up_at_once() -> None:
    doors = Doors()
    assert doors.are_shut(DAYTIME, us(60))
    assert not doors.are_shut(CheckedLot(opening_hours="00:00-08:00"), us(60))
    assert not doors.are_shut(CheckedLot(), us(60))
    again = msgspec.msgpack.decode(msgspec.msgpack.encode(doors), type=Doors)
    assert again == doors

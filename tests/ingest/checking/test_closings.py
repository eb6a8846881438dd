"""What is declared of a lot by anybody is known of every source that tells of it, and kept."""

from datetime import UTC, datetime
from itertools import chain
from typing import Any

from ingest.checking.closings import MOST, Closings
from ingest.checking.faults import Faults
from ingest.checking.inspector import Inspector
from parking.clock import DAY_US, HOUR_US, MINUTE_US, from_us
from parking.payload import payload_of
from parking.report import Closure, Correction, Target, Void
from parking.storage.postgres.checking_states import CheckedRow
from parking.vocabulary import KIND_CODE
from tests.ingest.checking.test_inspector import THURSDAY_US, directory, found, row, stopping
from tests.parking.live_reports import envelope

CONSOLE = 9
"""A source by which people declare; it counts nothing."""


def declared(report: Any, at_us: int, *, source_key: int = CONSOLE) -> CheckedRow:
    kind = KIND_CODE[report.kind]
    return CheckedRow(
        1, at_us, source_key, 1, kind, report.record_serial, at_us, at_us, None, None, 0,
        payload_of(report),
    )  # fmt: skip


def closure(
    at_us: int, until_us: int | None = None, *, serial: str = "k1", from_us_: int | None = None
) -> CheckedRow:
    begins = None if from_us_ is None else from_us(from_us_)
    ends = None if until_us is None else from_us(until_us)
    return declared(Closure(**envelope(0, serial), begins_at=begins, ends_at=ends), at_us)


def void(at_us: int, serial: str = "k1", *, source_key: int = CONSOLE) -> CheckedRow:
    return declared(
        Void(**envelope(0, "v"), void_of=Target(serial, "closure")), at_us, source_key=source_key
    )


def test_a_closure_is_from_when_it_says_until_it_is_changed_or_taken_back() -> None:
    closings, noon = Closings(), THURSDAY_US
    assert closings.take(closure(noon))
    assert closings.of(1) == ((noon, None),)
    assert closings.take(closure(noon + 1, noon + HOUR_US, from_us_=noon - 5))
    assert closings.of(1) == ((noon - 5, noon + HOUR_US),)
    later = datetime(2026, 11, 20, tzinfo=UTC)
    amended = Correction(**envelope(0, "c"), correction_of="k1", ends_at=later)
    assert closings.take(declared(amended, noon + 2))
    assert closings.of(1) == ((noon - 5, int(later.timestamp()) * 1_000_000),)
    assert not closings.take(void(noon + 3, source_key=CONSOLE + 1))
    assert not closings.take(void(noon + 3, "another"))
    assert closings.take(void(noon + 3))
    assert closings.of(1) == ()


def test_what_was_declared_earlier_and_is_heard_later_changes_nothing() -> None:
    closings = Closings()
    closings.take(closure(THURSDAY_US, THURSDAY_US + HOUR_US))
    assert not closings.take(closure(THURSDAY_US - 1))
    assert closings.of(1) == ((THURSDAY_US, THURSDAY_US + HOUR_US),)


def test_reports_and_what_came_as_history_close_nothing() -> None:
    closings = Closings()
    assert not closings.take(row(1, THURSDAY_US, 5))
    assert not closings.take(closure(THURSDAY_US)._replace(flags=1 << 16))
    assert closings.of(1) == ()


def test_closures_that_are_long_over_are_forgotten_and_there_are_never_too_many() -> None:
    closings = Closings()
    for day in range(30):
        at_us = THURSDAY_US + day * DAY_US
        closings.take(closure(at_us, at_us + HOUR_US, serial=f"k{day}"))
    assert len(closings.of(1)) == 2
    for number in range(MOST + 5):
        closings.take(closure(THURSDAY_US + 30 * DAY_US, serial=f"n{number}"))
    assert len(closings.of(1)) == MOST


def test_a_lot_that_people_closed_is_not_frozen_by_what_its_feed_says_nor_after_a_restart() -> None:
    rows = stopping()
    close_us = THURSDAY_US + DAY_US
    shut = closure(close_us, close_us + 5 * HOUR_US)
    first, then = Inspector(directory(), Faults()), Inspector(directory(), Faults())
    middle = next(place for place, one in enumerate(rows) if one.received_us > close_us)
    first.see([*rows[:middle], shut])
    states, _ = first.take_states()
    assert then.take_up(list(states), [], {}) == 0
    then.see(rows[middle:])
    assert (first.events, then.events) == ([], [])
    alone = Inspector(directory(), Faults())
    alone.see(rows)
    assert found(alone) == [("frozen", 1, True)]


def test_a_lot_that_is_closed_before_its_feed_was_ever_heard_is_closed_for_it() -> None:
    inspector = Inspector(directory(), Faults())
    inspector.see(chain([closure(THURSDAY_US)], stopping()))
    assert inspector.events == []


def test_a_verdict_ends_when_the_lot_is_closed_and_may_be_found_once_that_is_taken_back() -> None:
    inspector, rows = Inspector(directory(), Faults()), stopping()
    inspector.see(rows)
    at_us = rows[-1].received_us
    inspector.see([closure(at_us)])
    still = [row(1, at_us + minute * MINUTE_US, 40) for minute in range(1, 400)]
    inspector.see(still[:100])
    assert of_first(inspector) == [("frozen", 1, True), ("frozen", 1, False)]
    inspector.see([void(still[100].received_us), *still[100:]])
    assert of_first(inspector)[2:] == [("frozen", 1, True)]


def of_first(inspector: Inspector) -> list[tuple[str, int | None, bool]]:
    return [one for one in found(inspector) if one[1] == 1]


def test_of_a_lot_that_has_gone_no_closure_is_kept() -> None:
    inspector = Inspector(directory(), Faults())
    inspector.see([closure(THURSDAY_US)])
    states, _ = inspector.take_states()
    assert [one.lot_key for one in states] == [1]
    inspector.see([closure(THURSDAY_US + 1)])
    gone = directory().lot(1)
    inspector.hear([_deleted(gone)], THURSDAY_US + 2)
    states, forgotten = inspector.take_states()
    assert (list(states), forgotten) == ([], [1])


def _deleted(lot: Any) -> Any:
    return type(lot)(
        lot.lot_key, lot.lot_id, lot.operator_key, lot.operator_id, lot.name, 0, deleted=True
    )

"""A detector that fails harms one lot, and neither other lots nor what else the worker does."""

import logging

import pytest

from ingest.checking.faults import TIMES, Faults
from ingest.checking.inspector import Inspector
from parking.checking import lot_checks
from parking.clock import MINUTE_US
from tests.ingest.checking.test_inspector import (
    SOURCE,
    directory,
    found,
    row,
    stopping,
)


@pytest.fixture
def failing(monkeypatch: pytest.MonkeyPatch) -> set[str]:
    """What fails for lot 2: `see`, `confirm`."""
    broken: set[str] = set()

    def break_(name: str) -> None:
        working = getattr(lot_checks, name)

        def breaking(state, *given):
            if name in broken and state.ledger.subject.key == 2:
                raise ZeroDivisionError(name)
            return working(state, *given)

        monkeypatch.setattr(lot_checks, name, breaking)

    break_("see")
    break_("confirm")
    return broken


def test_a_lot_whose_reports_break_a_detector_keeps_no_other_from_being_checked(
    failing: set[str], caplog: pytest.LogCaptureFixture
):
    failing.add("see")
    faults = Faults()
    inspector = Inspector(directory(), faults)
    with caplog.at_level(logging.ERROR):
        looked_at = inspector.see(stopping())
    assert found(inspector) == [("frozen", 1, True)]
    assert faults.count == TIMES
    assert looked_at == len(stopping()) / 2
    told = [record.getMessage() for record in caplog.records]
    assert told == [f"a detector failed on lot 2 of source {SOURCE}, which is learned anew"]


def test_what_fails_while_silence_is_looked_at_keeps_no_lot_behind_it_from_being_looked_at(
    failing: set[str], caplog: pytest.LogCaptureFixture
):
    failing.add("confirm")
    faults = Faults()
    inspector = Inspector(directory(), faults)
    rows = stopping()
    begin = [row(2, rows[0].observed_us - 1, 50), *rows]
    with caplog.at_level(logging.ERROR):
        inspector.see(begin)
    assert faults.count == TIMES
    assert found(inspector) == [("frozen", 1, True)]
    [told] = [record.getMessage() for record in caplog.records]
    assert told.startswith("a detector failed on lot 2 of source")


def test_all_other_lots_are_looked_at_in_the_minute_in_which_one_fails(
    monkeypatch: pytest.MonkeyPatch,
):
    looked_at = []

    def breaking(state, now_us):
        looked_at.append((state.ledger.subject.key, now_us))
        if state.ledger.subject.key == 2:
            raise ZeroDivisionError
        return iter(())

    monkeypatch.setattr(lot_checks, "pass_time", breaking)
    inspector = Inspector(directory(), Faults())
    at_us = stopping()[0].observed_us
    inspector.see([row(2, at_us, 50), row(1, at_us + 1, 50)])
    looked_at.clear()
    now_us = at_us + 10 * MINUTE_US
    list(inspector.pass_time(now_us))
    assert looked_at == [(2, now_us), (1, now_us)]


def test_a_lot_that_failed_once_is_learned_anew_and_what_stood_against_it_stands(
    failing: set[str],
):
    faults = Faults()
    inspector = Inspector(directory(), faults)
    rows = stopping()
    inspector.see(row._replace(lot_key=3 - row.lot_key) for row in rows)
    assert found(inspector) == [("frozen", 2, True)]
    last_us = rows[-1].observed_us
    failing.add("see")
    inspector.see([row(2, last_us + MINUTE_US, 20)])
    failing.clear()
    assert faults.count == 1
    assert inspector.doubts_to_tell()[2][0].withheld
    inspector.see(row(2, last_us + minute * MINUTE_US, 20 + minute) for minute in range(2, 7))
    assert found(inspector)[-1] == ("frozen", 2, False)

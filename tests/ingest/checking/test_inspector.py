"""Detectors that are stopped and begun again find what they would have found, and nothing twice."""

from dataclasses import replace
from random import Random

from ingest.checking.faults import Faults
from ingest.checking.inspector import Inspector
from parking.clock import DAY_US, HOUR_US, MINUTE_US
from parking.directory import Directory
from parking.ids import LotId, LotKey, OperatorId, OperatorKey
from parking.lot import Lot
from parking.payload import payload_of
from parking.ports import RegistryDelta
from parking.report import Snapshot, Space
from parking.storage.postgres.checking_states import CheckedRow
from parking.storage.postgres.feed_verdicts import VerdictEvent, VerdictKey
from parking.vocabulary import KIND_CODE
from tests.parking.live_reports import envelope

THURSDAY_US = 20_776 * DAY_US
SOURCE, LOTS = 7, (1, 2)


def directory() -> Directory:
    known = Directory()
    lots = [
        Lot(
            LotKey(key), LotId(f"a-{key}"), OperatorKey(1), OperatorId("a"), "lot", 0,
            capacity={"general": 100}, version=1,
        )
        for key in LOTS
    ]  # fmt: skip
    known.apply(RegistryDelta(1, lots))
    return known


def row(lot_key: int, at_us: int, free: int) -> CheckedRow:
    report = Snapshot(**envelope(0, "s"), spaces=[Space(free=free, capacity=100)])
    kind = KIND_CODE["snapshot"]
    return CheckedRow(
        1, at_us, SOURCE, lot_key, kind, "s", at_us, at_us, None, None, 0, payload_of(report)
    )


def stopping(minutes: int = 1_440 + 150) -> list[CheckedRow]:
    """Two lots of one source; the first stands still from the second day's morning on."""
    random, free, rows = Random(1), dict.fromkeys(LOTS, 50), []
    for minute in range(minutes):
        for key in LOTS:
            if key == 2 or minute < 1_440:
                free[key] = max(5, min(95, free[key] + random.choice((-2, -1, 1, 2))))
            rows.append(row(key, THURSDAY_US + HOUR_US + minute * MINUTE_US + key, free[key]))
    return rows


def found(inspector: Inspector) -> list[tuple[str, int | None, bool]]:
    return [(one.key.rule, one.key.lot_key, one.until_us is None) for one in inspector.events]


def test_what_is_remembered_goes_on_as_if_nothing_had_stopped():
    rows, middle = stopping(), 2_000
    at_once, first, then = (Inspector(directory(), Faults()) for _ in range(3))
    at_once.see(rows)
    first.see(rows[:middle])
    states, _ = first.take_states()
    assert then.take_up(list(states), [], {}) == 0
    then.see(rows[middle:])
    assert found(at_once) == [("frozen", 1, True)]
    assert first.events + then.events == at_once.events


def test_what_stands_is_taken_up_without_being_told_again_and_ends_when_it_is_good():
    rows = stopping()
    before, after = Inspector(directory(), Faults()), Inspector(directory(), Faults())
    before.see(rows)
    doubts = before.doubts_to_tell()
    assert [(doubt.source_key, doubt.withheld) for doubt in doubts[1]] == [(SOURCE, True)]
    assert after.take_up([], before.events, doubts) == 0
    after.reconcile()
    assert (after.events, after.doubts_to_tell()) == ([], {})
    begin_us = rows[-1].observed_us
    after.see(row(1, begin_us + minute * MINUTE_US, 40 + minute) for minute in range(1, 5))
    assert found(after) == [("frozen", 1, False)]
    assert after.doubts_to_tell() == {1: ()}


def test_what_is_read_again_after_all_was_forgotten_neither_ends_nor_opens_what_it_did_before():
    rows = stopping()
    before, after = Inspector(directory(), Faults()), Inspector(directory(), Faults())
    before.see(rows)
    [stood] = before.events
    doubts = before.doubts_to_tell()
    after.take_up([], [stood], doubts, is_cold=True)
    for first in range(0, len(rows), 500):
        after.see(rows[first : first + 500])
        assert (after.events, after.doubts_to_tell()) == ([], {})
    after.reconcile()
    assert (after.events, after.doubts_to_tell()) == ([], {})
    begin_us = rows[-1].observed_us
    after.see(row(1, begin_us + minute * MINUTE_US, 40 + minute) for minute in range(1, 5))
    assert found(after)[0] == ("frozen", 1, False)


def test_what_ended_while_nobody_remembered_ends_once_all_is_read():
    rows = stopping()
    before, after = Inspector(directory(), Faults()), Inspector(directory(), Faults())
    before.see(rows)
    [stood] = before.events
    begin_us = rows[-1].observed_us
    after.take_up([], [stood], before.doubts_to_tell(), is_cold=True)
    after.see(rows)
    after.see(row(1, begin_us + minute * MINUTE_US, 40 + minute) for minute in range(1, 5))
    assert after.events == []
    after.reconcile()
    ended = next(one for one in after.events if one.key == stood.key)
    assert ended == stood._replace(until_us=begin_us + MINUTE_US)
    assert after.doubts_to_tell()[1] == ()


def test_a_feed_that_is_at_fault_makes_all_its_lots_doubted_those_it_names_later_too():
    inspector = Inspector(directory(), Faults())
    inspector.see([row(1, THURSDAY_US, 10)])
    feed = VerdictEvent(VerdictKey("frozen_feed", SOURCE), THURSDAY_US, THURSDAY_US, {"lots": 2})
    inspector.take_up([], [feed], {})
    assert set(inspector.doubts_to_tell()) == {1}
    inspector.see([row(2, THURSDAY_US + MINUTE_US, 10)])
    assert set(inspector.doubts_to_tell()) == {1, 2}


def test_against_a_lot_that_has_gone_nothing_stands_and_nothing_is_kept():
    inspector = Inspector(directory(), Faults())
    inspector.see(stopping())
    gone = Lot(
        LotKey(1), LotId("a-1"), OperatorKey(1), OperatorId("a"), "lot", 0, deleted=True
    )  # fmt: skip
    inspector.hear([gone], THURSDAY_US + 3 * DAY_US)
    assert found(inspector)[-1] == ("frozen", 1, False)
    states, forgotten = inspector.take_states()
    assert ({one.lot_key for one in states}, forgotten) == ({0, 2}, [1])


def test_states_that_another_release_wrote_are_learned_anew():
    first, then = Inspector(directory(), Faults()), Inspector(directory(), Faults())
    first.see(stopping(10))
    states, _ = first.take_states()
    broken = [one._replace(state=b"?") for one in states]
    assert then.take_up(broken, [], {}) == len(broken) == 3
    then.see(stopping(10))
    assert then.events == []


def test_what_polling_wrote_of_a_feed_is_doubted_until_it_ends_and_written_by_nobody_else():
    inspector = Inspector(directory(), Faults())
    inspector.see([row(1, THURSDAY_US, 10)])
    empty = VerdictEvent(
        VerdictKey("empty_publication", SOURCE), THURSDAY_US, THURSDAY_US, {"before": 2}
    )
    rules = {"empty_publication", "mass_change"}
    inspector.take_said(rules, [empty], THURSDAY_US, is_written=True)
    [doubt] = inspector.doubts_to_tell()[1]
    assert (doubt.source_key, doubt.withheld, doubt.percent) == (SOURCE, False, 10)
    inspector.told(0, inspector.doubts_to_tell())
    inspector.take_said(rules, [], THURSDAY_US + HOUR_US, is_written=True)
    assert inspector.doubts_to_tell() == {1: ()}
    assert inspector.events == []


def test_a_name_that_gives_a_lot_away_is_a_verdict_until_it_is_given_another():
    known = directory()
    inspector = Inspector(known, Faults())
    lot = known.lot(1)
    inspector.hear([replace(lot, name="测试停车场")], THURSDAY_US)
    inspector.hear([replace(lot, name="测试停车场", version=2)], THURSDAY_US + 1)
    assert found(inspector) == [("test_object", 1, True)]
    assert not inspector.doubts_to_tell()[1][0].counted
    inspector.hear([replace(lot, name="大明湖")], THURSDAY_US + HOUR_US)
    assert found(inspector)[1:] == [("test_object", 1, False)]
    assert inspector.doubts_to_tell() == {}

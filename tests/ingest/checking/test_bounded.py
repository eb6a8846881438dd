"""What is remembered of lots does not grow with time, nor with lots that have come and gone."""

from random import Random

from ingest.checking.faults import Faults
from ingest.checking.inspector import Inspector
from parking.clock import DAY_US, HOUR_US
from parking.directory import Directory
from parking.ids import LotId, LotKey, OperatorId, OperatorKey
from parking.lot import Lot
from parking.ports import RegistryDelta
from parking.storage.postgres.checking_states import SavedState
from tests.ingest.checking.test_inspector import THURSDAY_US, row

LOTS, GO_A_DAY, DAYS, EVERY_H = 300, 30, 6, 3
SOURCES = (7, 8, 9)
AGAINST_FEEDS = 3 * len(SOURCES)
"""Verdicts that may stand against sources themselves; of lots that have gone there are none."""


def lot(key: int, *, deleted: bool = False) -> Lot:
    return Lot(
        LotKey(key), LotId(f"a-{key}"), OperatorKey(1), OperatorId("a"), f"停车场 {key}", 0,
        capacity={"general": 100}, version=key, deleted=deleted,
    )  # fmt: skip


def kept(inspector: Inspector) -> dict[tuple[int, int], SavedState]:
    """All states as they would be saved, however old."""
    inspector.untake_states(())
    states, _ = inspector.take_states()
    return {(one.source_key, one.lot_key): one for one in states}


def test_states_are_as_many_and_as_large_after_days_in_which_lots_came_and_went():
    known, random = Directory(), Random(1)
    known.apply(RegistryDelta(1, [lot(key) for key in range(1, LOTS + 1)]))
    inspector = Inspector(known, Faults())
    alive, version = list(range(1, LOTS + 1)), 1
    sizes, of_sources = [], []
    for day in range(DAYS):
        begin_us = THURSDAY_US + day * DAY_US
        for hour in range(0, 24, EVERY_H):
            at_us = begin_us + hour * HOUR_US
            inspector.see(
                row(key, at_us + key, random.randrange(101))._replace(
                    source_key=SOURCES[key % len(SOURCES)]
                )
                for key in alive
            )
            list(inspector.pass_time(at_us + EVERY_H * HOUR_US - 1))
        states = kept(inspector)
        assert len(states) == len(alive) + len(SOURCES)
        sizes.append(sum(len(one.state) for one in states.values()))
        of_sources.append(sum(len(one.state) for one in states.values() if not one.lot_key))
        inspector.events.clear()
        inspector.told(0, inspector.doubts_to_tell())
        gone, alive = alive[:GO_A_DAY], alive[GO_A_DAY:]
        newest = max(alive)
        come = list(range(newest + 1, newest + 1 + GO_A_DAY))
        version += 1
        delta = RegistryDelta(
            version, [*(lot(key, deleted=True) for key in gone), *(lot(key) for key in come)]
        )
        known.apply(delta)
        inspector.hear(delta.lots, begin_us + DAY_US)
        alive += come
    later = sizes[DAYS // 2 :]
    assert max(later) < 1.1 * min(later)
    assert max(of_sources[DAYS // 2 :]) < 1.1 * min(of_sources[DAYS // 2 :])
    leaving = [lot(key, deleted=True) for key in alive]
    known.apply(RegistryDelta(version + 1, leaving))
    inspector.hear(leaving, THURSDAY_US + DAYS * DAY_US)
    inspector.events.clear()
    inspector.told(0, inspector.doubts_to_tell())
    assert len(kept(inspector)) == len(SOURCES)
    assert inspector.held() <= AGAINST_FEEDS

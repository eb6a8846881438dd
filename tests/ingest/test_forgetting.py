"""What comes and goes leaves next to nothing in the memory of those who followed it."""

import gc
import sys
from collections.abc import Callable
from dataclasses import replace

from api.areas.names import Spellings
from api.live.hub import GONE_TICKS, Hub
from ingest.chores import see_what_is_there
from ingest.register_fold import RegisterFold
from ingest.rhythm import Rhythm
from parking.directory import GONE_KEPT, Directory
from parking.ids import LotId, LotKey, OperatorId, OperatorKey
from parking.live.replica import Replica
from parking.lot import Lot
from parking.ports import Changes, PartitionState, Register, RegistryDelta
from parking.storage.postgres.report_log import TailRow
from parking.vocabulary import KIND_CODE
from tests.live.city import City, lot_at

WARM, MANY = 300, 1_000
NOON_US = 1_795_262_400_000_000
NOTHING = 1
"""Blocks of a lot that has gone, when many have gone since."""
POSITIONS_KEPT = 8
"""Blocks of three changes, for whoever comes back: so many of the newest are remembered."""
CLOSED = f"{NOON_US:035d}" + '{"from_us":1}'


def lot(key: int) -> Lot:
    return Lot(
        LotKey(key), LotId(f"N-{key}"), OperatorKey(1), OperatorId("N"), f"停车场 {key}", key % 16,
        key, capacity={"general": key}, address=f"经十路 {key} 号", lat=36.6 + key / 1e6, lon=117.0,
        tariff={"free_minutes": 30, "steps": [{"minutes": 60, "fen": key}]},
    )  # fmt: skip


def said_of(key: int, second: int, source_key: int = 7) -> TailRow:
    observed_us, payload = NOON_US + second * 1_000_000, b"%d" % second
    kind = KIND_CODE["snapshot"]
    return TailRow(1, 1, source_key, key, kind, "s", observed_us, None, 0, payload, b"")


def blocks_each(one_passes: Callable[[int], object]) -> float:
    """Memory blocks that stay of each, once the first hundreds have passed."""
    for key in range(1, WARM):
        one_passes(key)
    gc.collect()
    before = sys.getallocatedblocks()
    for key in range(WARM, WARM + MANY):
        one_passes(key)
    gc.collect()
    return (sys.getallocatedblocks() - before) / MANY


def test_the_directory_keeps_nothing_of_lots_that_went_long_ago():
    directory = Directory()

    def pass_by(key: int) -> None:
        directory.apply(RegistryDelta(2 * key, [replace(lot(key), version=2 * key)]))
        gone = replace(lot(key), version=2 * key + 1, deleted=True)
        directory.apply(RegistryDelta(2 * key + 1, [gone]))

    assert blocks_each(pass_by) < NOTHING
    last = WARM + MANY - 1
    assert directory.lot(last).deleted
    assert directory.lot(last - GONE_KEPT) is None
    assert directory.has_had(last - GONE_KEPT)
    assert not directory.has_had(last + 1)
    gone = [lot.lot_key for lot in directory.lots_since(2 * last - 2)]
    assert gone == [last - 1, last]
    assert directory.lots_since(2 * WARM) is None


def test_a_replica_keeps_nothing_that_was_counted_of_a_lot_that_has_gone():
    directory = Directory()
    replica = Replica(directory, partitions=1)
    replica.load([PartitionState(0, "e" * 16, 0, {})], NOON_US)

    def tell(key: int, *, deleted: bool) -> None:
        version = directory.version + 1
        told = replace(lot(key), partition=0, version=version, deleted=deleted)
        directory.apply(RegistryDelta(version, [told]))
        replica.apply_registry(RegistryDelta(version, [told]), NOON_US)

    def count(key: int) -> None:
        position = replica.positions()[0] + 1
        stored = [(key, f"k:{number:016x}", f"{position:016d}{CLOSED}") for number in range(20)]
        replica.apply_changes(Changes(0, position, position, stored), NOON_US)

    def pass_by(key: int) -> None:
        count(key)  # Redis may be ahead of the registry
        tell(key, deleted=False)
        count(key)
        tell(key, deleted=True)
        count(key)  # and behind it

    assert blocks_each(pass_by) < NOTHING + POSITIONS_KEPT


def test_the_live_hub_keeps_nothing_of_lots_that_went_long_ago():
    city = City([lot_at(key, 36.6 + key / 100, 117.1) for key in range(1, 20)])
    hub = Hub(city.replica)

    def pass_by(key: int) -> None:
        city.put(lot_at(100 + key, 36.61, 117.1))
        hub.collect()
        city.delete(100 + key)
        for _ in range(GONE_TICKS // 100):
            hub.collect()
        hub.take_newcomers()

    assert blocks_each(pass_by) < NOTHING


def test_the_projector_forgets_the_registers_of_a_lot_that_has_gone():
    fold = RegisterFold({})

    def pass_by(key: int) -> None:
        names = [f"k:{number:016x}" for number in range(20)]
        fold.take(Register(key, name, f"{NOON_US:035d}", "{}") for name in names)
        fold.forget([key])

    assert blocks_each(pass_by) < 0.1
    assert fold.changed() == {}
    assert [register for some in fold.slices() for register in some] == []


def test_the_rhythm_of_a_lot_that_has_gone_is_forgotten():
    rhythm = Rhythm()

    def pass_by(key: int) -> None:
        for second in range(3):
            rhythm.see([said_of(key, second)])
        rhythm.forget({key})

    assert blocks_each(pass_by) < 0.5


def test_a_source_that_speaks_only_of_lots_that_have_gone_is_forgotten():
    rhythm = Rhythm()

    def pass_by(key: int) -> None:
        for second in range(3):
            rhythm.see([said_of(key, second, source_key=key)])
        rhythm.forget({key})

    assert blocks_each(pass_by) < 0.5


def test_the_tail_brings_back_nothing_of_a_lot_that_has_gone():
    rhythm, directory = Rhythm(), Directory()

    def pass_by(key: int) -> None:
        directory.apply(RegistryDelta(2 * key, [replace(lot(key), version=2 * key)]))
        see_what_is_there(directory, rhythm, [said_of(key, 0)])
        gone = replace(lot(key), version=2 * key + 1, deleted=True)
        directory.apply(RegistryDelta(2 * key + 1, [gone]))
        rhythm.forget({key})
        see_what_is_there(directory, rhythm, [said_of(key, 1)])

    assert blocks_each(pass_by) < NOTHING


def test_names_of_the_past_are_not_spelt_for_ever():
    spellings, directory = Spellings(), Directory()

    def rename(number: int) -> None:
        renamed = replace(lot(1), name=f"停车场 {number}", version=number)
        directory.apply(RegistryDelta(number, [renamed]))
        spellings.forget_the_past(directory)
        for names in spellings.missing(directory):
            spellings.of(*names)

    assert blocks_each(rename) < 2
    assert spellings.known(f"停车场 {WARM + MANY - 1}", None)

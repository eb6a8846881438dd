from dataclasses import replace
from random import Random

import msgspec

from geo.cell import cell_of
from geo.nearby import Wanted
from geo.position import Position
from parking.directory import Directory
from parking.ids import LotId, LotKey, OperatorId, OperatorKey
from parking.live.arrays import LotArrays
from parking.live.register import merge
from parking.live.replica import Replica
from parking.lot import Lot, Source
from parking.ports import Changes, PartitionState, Register, RegistryDelta

NOW_US = 1_795_000_000_000_000
MINUTE_US = 60_000_000


def lot(key: int, **facts) -> Lot:
    given = {
        "lot_id": LotId(f"lot-{key:03d}"), "name": f"停车场 {key}", "lat": 36.65 + key / 1000,
        "lon": 117.12, "capacity": {"general": 100}, "partition": key % 2,
    } | facts  # fmt: skip
    if given["lat"] is not None:
        given.setdefault("cell", cell_of(Position(given["lat"], given["lon"])))
    return Lot(LotKey(key), operator_key=OperatorKey(1), operator_id=OperatorId("op"), **given)


class City:
    """A replica, and the registers that a projection would hold."""

    def __init__(self, *lots: Lot, **source) -> None:
        self.directory = Directory()
        self.replica = Replica(self.directory, partitions=2)
        self.told: list[tuple[set[int], int, int]] = []
        self.replica.on_change(lambda keys, part, pos: self.told.append((set(keys), part, pos)))
        self.stored = {0: {}, 1: {}}
        self.pos = {0: 0, 1: 0}
        self.register(*lots, sources=[Source(9, "op-9", 1, "op", **source)])
        self.load("e" * 16)

    def register(self, *lots: Lot, sources=(), now_us: int = NOW_US) -> None:
        version = self.directory.version + 1
        lots = [replace(lot, version=version) for lot in lots]
        delta = RegistryDelta(version, lots, sources)
        self.directory.apply(delta)
        self.replica.apply_registry(delta, now_us)
        self.lay_out()

    def lay_out(self) -> None:
        layout = self.replica.layout
        if layout.is_outdated:
            wanted, lots = layout.begin()
            for _ in layout.adopt(wanted, LotArrays(lots)):
                pass

    def load(self, epoch: str) -> None:
        states = [PartitionState(p, epoch, self.pos[p], self.stored[p]) for p in (0, 1)]
        self.replica.load(states, NOW_US)

    def change(self, key: int, name: str, value: str, observed_us: int = NOW_US) -> Changes:
        """One register, merged as Redis merges it."""
        part = key % 2
        self.pos[part] += 1
        register = Register(key, name, f"{0:04d}{observed_us:016d}{0:015d}", value)
        merged, _ = merge(self.stored[part].get((key, name)), register, self.pos[part])
        self.stored[part][key, name] = merged
        return Changes(part, self.pos[part], self.pos[part], [(key, name, merged)])

    def count(self, key: int, free: int, observed_us: int = NOW_US, name: str = "s:general"):
        self.replica.apply_changes(
            self.change(key, name, f"{free:+08d}{100:+08d}0000{9:08d}", observed_us), NOW_US
        )

    def close(self, key: int, **closure) -> None:
        value = msgspec.json.encode(closure).decode()
        self.replica.apply_changes(self.change(key, "k:1", value), NOW_US)

    def shown(self, key: int, now_us: int = NOW_US) -> dict:
        return msgspec.json.decode(self.replica.lot_json(LotKey(key), now_us))

    def near(self, now_us: int = NOW_US, **wanted) -> list[str]:
        arrays = self.replica.arrays
        columns = arrays.columns.nearby("general")
        slots, _ = arrays.index.nearest(
            Position(36.65, 117.12), 5_000, 10, columns, Wanted(now_us, **wanted)
        )
        return [arrays.lots[slot].lot.lot_id for slot in slots]


def test_a_count_reaches_nearby_and_what_a_reader_sees():
    city = City(lot(1), lot(2))
    city.count(2, 12)
    assert city.near() == ["lot-002"]
    assert city.shown(2)["availability"]["free"] == 12
    assert city.shown(1)["availability"]["state"] == "unknown"


def test_a_stale_count_leaves_nearby_and_gives_no_number():
    city = City(lot(1))
    city.count(1, 12)
    later_us = NOW_US + 6 * MINUTE_US
    assert city.near(later_us) == []
    assert city.near(later_us, include_unknown=True) == ["lot-001"]
    assert city.shown(1, later_us)["availability"]["free"] is None


def test_a_count_of_a_slow_source_stays_fresh_for_as_long_as_it_is_usual():
    city = City(lot(1), ttl_s=900.0)
    city.count(1, 12)
    assert city.near(NOW_US + 14 * MINUTE_US) == ["lot-001"]


def test_a_source_that_turns_slow_is_believed_longer_at_once():
    city = City(lot(1))
    city.count(1, 12)
    city.register(sources=[Source(9, "op-9", 1, "op", ttl_s=900.0)])
    assert city.near(NOW_US + 14 * MINUTE_US) == ["lot-001"]


def test_a_lot_leaves_nearby_the_moment_it_closes_and_returns_by_the_clock():
    city = City(lot(1))
    city.count(1, 12)
    city.close(1, from_us=NOW_US, to_us=NOW_US + MINUTE_US)
    assert city.near() == []
    city.told.clear()
    city.replica.sweep(NOW_US + MINUTE_US)
    assert city.near() == ["lot-001"]
    assert city.told == [({1}, 1, 2)]
    assert city.replica.turned_since(LotKey(1), NOW_US)
    assert not city.replica.turned_since(LotKey(1), NOW_US + MINUTE_US)


def test_a_closure_that_begins_and_ends_between_two_looks_is_told_to_whoever_saw_it():
    city = City(lot(1))
    city.count(1, 12)
    city.close(1, from_us=NOW_US + MINUTE_US, to_us=NOW_US + 2 * MINUTE_US)
    assert city.shown(1, NOW_US + MINUTE_US)["availability"]["state"] == "closed"
    city.told.clear()
    city.replica.sweep(NOW_US + 3 * MINUTE_US)
    assert city.told == [({1}, 1, 2)]
    assert city.replica.turned_since(LotKey(1), NOW_US + MINUTE_US)


def test_a_lot_that_closes_just_as_its_source_changes_is_told():
    city = City(lot(1))
    city.count(1, 12)
    city.close(1, from_us=NOW_US + MINUTE_US, to_us=NOW_US + 9 * MINUTE_US)
    city.told.clear()
    source = Source(9, "op-9", 1, "op", ttl_s=900.0)
    city.register(sources=[source], now_us=NOW_US + 2 * MINUTE_US)
    assert city.told == [({1}, 1, 2)]


def test_a_lot_registered_later_finds_what_was_counted_before():
    city = City()
    city.count(1, 7)
    city.register(lot(1))
    assert city.near() == ["lot-001"]
    assert city.shown(1)["v"] == 1


def test_a_deleted_lot_is_gone_everywhere():
    city = City(lot(1), lot(2))
    city.count(1, 7)
    city.register(replace(lot(1), deleted=True))
    assert city.near() == []
    assert city.replica.lot(LotKey(1)) is None
    assert [gone.lot_key for gone in city.replica.edited_since(1)] == [1]
    assert city.replica.edited_since(city.directory.version) == []


def test_a_lot_without_a_position_is_shown_but_never_near():
    city = City(lot(1, lat=None, lon=None))
    city.count(1, 7)
    assert city.near() == []
    assert city.shown(1)["availability"]["free"] == 7


def test_an_echo_of_the_load_takes_nothing_back():
    city = City(lot(1))
    first = city.change(1, "s:general", f"{5:+08d}{100:+08d}0000{9:08d}")
    second = city.change(1, "s:general", f"{6:+08d}{100:+08d}0000{9:08d}", observed_us=NOW_US + 1)
    city.load("e" * 16)
    city.replica.apply_changes(first, NOW_US)
    assert city.shown(1)["availability"]["free"] == 6
    city.replica.apply_changes(second, NOW_US)
    assert city.shown(1)["v"] == 2


def test_a_position_moves_and_is_told_when_its_lots_show_it():
    city = City(lot(1), lot(2))
    told = []
    city.replica.on_change(lambda lots, partition, pos: told.append((list(lots), partition, pos)))
    for key, free in ((1, 5), (2, 6), (1, 7)):
        city.replica.take_changes(
            city.change(key, "s:general", f"{free:+08d}{100:+08d}0000{9:08d}", NOW_US + free)
        )
    assert (city.replica.positions(), told) == ({0: 0, 1: 0}, [])
    assert not city.replica.settle(NOW_US)
    assert (city.replica.positions(), city.shown(1)["v"]) == ({0: 1, 1: 2}, 2)
    assert told == [([1], 1, 1), ([2], 0, 1), ([1], 1, 2)]
    assert city.replica.changed_since(1, 1) == {1}


def test_following_ends_where_loading_afresh_does():
    random = Random(7)
    city = City(*(lot(key) for key in range(1, 9)))
    for _ in range(300):
        key, seconds = random.randint(1, 8), random.randint(0, 100)
        city.count(key, random.randint(-5, 120), NOW_US - seconds * 1_000_000)
    followed = [city.shown(key) for key in range(1, 9)]
    near = city.near(min_free=20)
    city.load("f" * 16)
    assert [city.shown(key) for key in range(1, 9)] == followed
    assert city.near(min_free=20) == near
    assert city.replica.epoch == "f" * 16


def test_bays_are_tallied_as_they_change():
    city = City(lot(1, capacity={"general": 2}))
    for code, status in (("A1", "f"), ("A2", "o"), ("A2", "f"), ("A1", "o")):
        change = city.change(1, f"b:{code}", f"{status}9", NOW_US + city.pos[1])
        city.replica.apply_changes(change, NOW_US)
    assert city.shown(1)["availability"]["free"] == 1


def test_opening_hours_end_a_day_without_any_report():
    city = City(lot(1, opening_hours="Mo-Su 08:00-20:00"))
    eight_us = NOW_US - NOW_US % (24 * 60 * MINUTE_US)
    city.count(1, 12, eight_us)
    city.replica.sweep(eight_us)
    assert city.near(eight_us + 2 * MINUTE_US) == ["lot-001"]
    city.replica.sweep(eight_us + 12 * 60 * MINUTE_US)
    assert city.shown(1, eight_us + 12 * 60 * MINUTE_US)["availability"]["state"] == "closed"


def test_a_clock_set_back_opens_what_had_closed():
    city = City(lot(1, opening_hours="Mo-Su 08:00-20:00"))
    eight_us = NOW_US - NOW_US % (24 * 60 * MINUTE_US)
    city.count(1, 12, eight_us)
    city.replica.sweep(eight_us + 12 * 60 * MINUTE_US)
    city.replica.sweep(eight_us + MINUTE_US)
    assert city.near(eight_us + MINUTE_US) == ["lot-001"]


def test_many_lots_that_open_together_are_opened_step_by_step():
    city = City(*(lot(key, opening_hours="Mo-Su 08:00-20:00") for key in range(1, 302)))
    evening_us = NOW_US - NOW_US % (24 * 60 * MINUTE_US) + 12 * 60 * MINUTE_US
    city.replica.sweep(evening_us - MINUTE_US)
    city.told.clear()
    assert city.replica.sweep(evening_us)
    assert not city.replica.sweep(evening_us)
    assert set().union(*(keys for keys, _, _ in city.told)) == set(range(1, 302))


def test_a_source_known_after_its_first_report_is_named():
    city = City(lot(1))
    city.replica.apply_changes(
        city.change(1, "s:general", f"{12:+08d}{100:+08d}0000{8:08d}"), NOW_US
    )
    assert city.shown(1)["availability"]["source"] is None
    city.register(sources=[Source(8, "op-8", 1, "op")])
    assert city.shown(1)["availability"]["source"] == "op-8"


def test_hours_that_nobody_can_read_keep_nobody_out():
    city = City(lot(1, opening_hours="whenever"))
    city.count(1, 12)
    assert city.near() == ["lot-001"]

from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st

from geo.nearby import Wanted
from parking.live.arrays import LotArrays
from parking.live.layout import WRITTEN_A_STEP
from tests.parking.test_replica import NOW_US, City, lot

KEYS = range(1, 2 * WRITTEN_A_STEP)


def rows(city: City) -> str:
    place, wanted = (36.65, 117.12), Wanted(NOW_US)
    found = city.replica.arrays.nearest_rows(place, 50_000, 200, "general", wanted, "wgs84")
    return bytes(found).decode()


def test_what_only_tells_of_a_lot_needs_no_new_layout():
    city = City(lot(1))
    city.count(1, 12)
    assert "新名" not in rows(city)
    before = city.replica.arrays
    city.register(lot(1, name="新名", max_height_m=1.9))
    assert city.replica.arrays is before
    assert "新名" in rows(city)
    assert city.near(height_m=2.0) == []


def test_a_lot_that_moved_is_found_where_it_is():
    city = City(lot(1))
    city.count(1, 12)
    city.register(lot(1, lat=37.5))
    assert city.near() == []


def test_a_lot_that_went_is_found_no_more_though_the_old_arrays_answer():
    city = City(lot(1), lot(2))
    city.count(1, 7)
    old = city.replica.arrays
    city.lay_out = lambda: None
    city.register(replace(lot(1), deleted=True))
    assert city.replica.arrays is old
    assert city.near(include_unknown=True) == ["lot-002"]
    assert not city.replica.holds(old.lots[0])


@settings(max_examples=10)  # each lays out a small city
@given(
    st.dictionaries(st.sampled_from(KEYS), st.integers(0, 100), max_size=20),
    st.sets(st.sampled_from(KEYS), max_size=5),
)
def test_what_changes_while_new_arrays_take_over_is_in_them(counts, gone):
    city = City(*(lot(key) for key in KEYS))
    assert city.near() == []
    city.register(lot(999))
    layout = city.replica.layout
    layout.outdate()
    wanted, lots = layout.begin()
    city.lay_out = lambda: None
    steps = layout.adopt(wanted, LotArrays(lots))
    next(steps)
    for key, free in counts.items():
        city.count(key, free)
    city.register(*(replace(lot(key), deleted=True) for key in gone))
    for _ in steps:
        pass
    expected = {key: free for key, free in counts.items() if key not in gone}
    columns, slots = layout.arrays.columns, enumerate(layout.arrays.lots)
    free = {live.lot.lot_key: int(columns.free["general"][slot]) for slot, live in slots}
    assert {key: count for key, count in free.items() if count >= 0} == expected
    assert layout.is_outdated == bool(gone)

"""Whose sums are read: every chosen lot once, and no lot that was not chosen."""

from collections import Counter

from hypothesis import given
from hypothesis import strategies as st

from parking.planning.chosen_lots import (
    as_areas,
    as_cells,
    as_groups,
    cell_at,
    counted_once,
    counted_once_among,
)
from tests.planning.planner_examples import lot

PARENTS = {"1": None, "11": "1", "12": "1", "111": "11", "2": None}
places = st.tuples(
    st.integers(0, 4), st.integers(0, 4), st.sampled_from((None, *PARENTS, "nowhere")),
    st.sampled_from(("Asia/Shanghai", "Asia/Shanghai", "Europe/Berlin")), st.booleans(),
)  # fmt: skip
cities = st.lists(places, max_size=30).map(
    lambda some: [
        (lot(key, 36.6 + lat / 300, 117.1 + lon / 300, area_code=area, zone=zone), is_chosen)
        for key, (lat, lon, area, zone, is_chosen) in enumerate(some, 1)
    ]
)


def regions_of(one) -> set[str]:
    """All regions in which a lot is counted."""
    code, names = one.area_code, {cell_at(resolution)(one) for resolution in range(6, 10)}
    while code in PARENTS:
        names.add(f"area:{code}")
        code = PARENTS[code]
    return names


def check_each_once(found, chosen, everyone):
    read = Counter(key for of in found for key in of.lot_keys)
    for of in found:
        inside = [one for region in of.regions for one in everyone if region in regions_of(one)]
        assert sorted(of.within) == sorted(one.lot_key for one in inside)
        assert {one.zone for one in inside} <= {of.zone}
        read.update(one.lot_key for one in inside)
    assert read == Counter(one.lot_key for one in chosen)


@given(cities)
def test_cells_stand_for_lots_that_are_all_chosen(city):
    everyone, chosen = [one for one, _ in city], [one for one, is_chosen in city if is_chosen]
    check_each_once(as_cells(chosen, everyone), chosen, everyone)
    by_cell = as_groups(chosen, everyone, cell_at(8))
    check_each_once(by_cell, chosen, everyone)
    assert as_cells(everyone, everyone) == as_cells(everyone, reversed(everyone))


@given(cities)
def test_areas_stand_for_all_the_lots_in_them(city):
    everyone = [one for one, _ in city]
    check_each_once(as_areas(everyone, PARENTS), everyone, everyone)
    below = {code: PARENTS[code] for code in ("11", "111")}
    inside = [one for one in everyone if one.area_code in below]
    check_each_once(as_areas(inside, below), inside, everyone)


def test_areas_that_lie_in_each_other_end():
    assert as_areas([lot(1, area_code="a")], {"a": "b", "b": "a"})


def test_a_lot_that_is_a_sum_of_others_is_not_counted_beside_them():
    lots = [lot(1), lot(2, is_aggregate=True), lot(3)]
    assert [one.lot_key for one in counted_once(lots)] == [1, 3]


def test_of_two_that_are_one_lot_the_other_is_counted_only_where_its_twin_is_not():
    one, twin = lot(1), lot(2, twin_of="op1-1")
    assert [found.lot_key for found in counted_once([one, twin])] == [1]
    assert [found.lot_key for found in counted_once_among([one, twin])] == [1]
    assert counted_once_among([twin]) == [twin]


def test_no_region_stands_for_a_lot_that_is_counted_in_none():
    chosen = [lot(1, area_code="11"), lot(2, area_code="11"), lot(3, area_code="11", twin_of="x")]
    [places] = as_areas(chosen, PARENTS)
    assert (places.regions, places.lot_keys, places.within) == (("area:1",), (3,), (1, 2))
    [by_cell] = as_cells(chosen, chosen[:2])
    assert (by_cell.lot_keys, by_cell.within) == ((3,), (1, 2))

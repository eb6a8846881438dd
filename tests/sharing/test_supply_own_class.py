"""A space that a window opens leaves its own class while it is open, and comes back after."""

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from api.cells.totals import cell_totals
from parking.live.supply_register import BY_LOT, Away
from parking.sharing.supply import supply_at
from tests.sharing.lending_city import KEY, LendingCity, supply
from tests.sharing.lending_plans import NOW_US, lendings

OF_GENERAL = [BY_LOT, "general"]
MOST_LENT = 14
"""What two lendings have at most."""


def two_of(own_class: str, empty: int = 2) -> tuple:
    """From minute 60 to 180 two spaces are open."""
    return (0, 0, 0), (60, empty, 2, {own_class: Away(2, empty)}), (180, 0, 0)


def figures(city: LendingCity, space_class: str) -> tuple[int | None, int | None] | None:
    space = city.shown().by_class.get(space_class)
    return None if space is None else (space.free, space.capacity)


def total(city: LendingCity) -> tuple[int | None, int | None]:
    return city.shown().free, city.shown().capacity


def counted(city: LendingCity) -> dict:
    """What searches and cells are told of each class that is there."""
    return {name: count for name, count in city.live.counts() if count[1]}


def lot_of(capacity: dict[str, int]) -> tuple[LendingCity, LendingCity]:
    """The same lot twice: in a city where it may lend, and in one where it does not."""
    return LendingCity(capacity=capacity), LendingCity(capacity=capacity)


def check_bounds(city: LendingCity) -> None:
    shown = city.shown()
    for space in [shown, *shown.by_class.values()]:
        if space.free is not None:
            assert 0 <= space.low <= space.free <= space.high
            assert space.high <= space.capacity


@given(
    lent=st.lists(lendings(st.just(True), OF_GENERAL), max_size=2),
    size=st.integers(MOST_LENT, 60),
    visits=st.lists(
        st.tuples(st.integers(0, 47 * 60), st.none() | st.integers(0, 60)), min_size=1, max_size=6
    ),
)
def test_lending_makes_a_lot_neither_larger_nor_smaller(lent, size, visits):
    city, plain = lot_of({"general": size})
    told = supply_at(lent, NOW_US)
    city.lend(told)
    for minute, free in sorted(visits, key=lambda visit: visit[0]):
        for one in (city, plain):
            one.pass_to(minute)
            if free is not None:
                one.report(min(free, size), size)
        check_bounds(city)
        assert city.shown().capacity == size
        step = told.at(city.now_us)
        if step is None or not step.away:
            assert city.shown() == plain.shown()
            assert counted(city) == counted(plain)
        elif "general" in city.shown().by_class:
            (_, general), (_, shared) = figures(city, "general"), figures(city, "shared")
            assert general + shared == size
        assert city.live.free("general", city.now_us) == city.shown().free
        assert city.live.glance.capacity == size


@given(
    lent=st.lists(lendings(own_classes=["", "charging", "general", "shared"]), max_size=3),
    capacity=st.dictionaries(st.sampled_from(["general", "charging"]), st.integers(0, 9)),
    free=st.integers(0, 9),
    minute=st.integers(0, 47 * 60),
)
def test_no_figure_is_out_of_its_bounds_whatever_is_lent(lent, capacity, free, minute):
    city = LendingCity(capacity=capacity)
    city.lend(supply_at(lent, NOW_US))
    city.pass_to(minute)
    for name, spaces in capacity.items():
        city.report(min(free, spaces), spaces, name)
        check_bounds(city)
        assert all(count[1] >= 0 for _, count in city.live.counts())


def test_ten_spaces_of_which_two_are_lent_are_ten_before_and_after_and_meanwhile():
    city = LendingCity(capacity={"general": 10})
    city.lend(supply(*two_of(BY_LOT)))
    seen = []
    for minute in (59, 60, 179, 180):
        city.pass_to(minute)
        city.report(10, 10)
        seen.append((total(city), figures(city, "general"), figures(city, "shared")))
    assert seen[0] == seen[3] == ((10, 10), (10, 10), None)
    assert seen[1] == seen[2] == ((10, 10), (8, 8), (2, 2))


def test_a_sharers_car_is_counted_once():
    city = LendingCity(capacity={"general": 10})
    city.lend(supply((0, 1, 2, {BY_LOT: Away(2, 1)}), (60, 0, 0)))
    city.report(9, 10)
    assert (figures(city, "general"), figures(city, "shared")) == ((8, 8), (1, 2))
    assert total(city) == (9, 10)
    city.pass_to(60)
    city.report(9, 10)
    assert (figures(city, "general"), figures(city, "shared")) == ((9, 10), None)


def test_a_space_registered_as_charging_leaves_the_chargers():
    city = LendingCity(capacity={"general": 10, "charging": 4})
    city.report(7, 10)
    city.report(3, 4, "charging")
    city.lend(supply((0, 1, 1, {"charging": Away(1, 1)}), (60, 0, 0)))
    assert figures(city, "charging") == (2, 3)
    assert total(city) == (8, 11)
    columns = city.replica.arrays.columns
    (cell,) = cell_totals(columns, "charging", 8, city.now_us)
    assert (cell.free, cell.capacity) == (2, 3)
    assert city.is_near("charging", min_free=2)
    assert not city.is_near("charging", min_free=3)
    city.pass_to(60)
    city.report(3, 4, "charging")
    assert city.is_near("charging", min_free=3)


def test_a_lot_whose_bays_have_sensors_lends_of_them_too():
    city = LendingCity(capacity={"general": 3})
    for code, status in (("A1", "f"), ("A2", "f"), ("A3", "o")):
        city.sense(code, status)
    city.lend(supply((0, 1, 1, {BY_LOT: Away(1, 1)})))
    assert (figures(city, "general"), total(city)) == ((1, 2), (2, 3))


def test_a_lot_of_chargers_alone_lends_chargers():
    city = LendingCity(capacity={"charging": 4})
    city.report(4, 4, "charging")
    city.lend(supply((0, 1, 1, {BY_LOT: Away(1, 1)})))
    assert (figures(city, "charging"), figures(city, "shared")) == ((3, 3), (1, 1))


def test_a_lot_that_never_said_what_it_has_only_gains():
    city = LendingCity(capacity={})
    city.lend(supply((0, 2, 2, {BY_LOT: Away(2, 2)})))
    assert (total(city), city.shown().by_class.keys()) == ((2, 2), {"shared"})


def test_where_several_classes_are_registered_and_none_is_general_nothing_is_taken():
    city = LendingCity(capacity={"charging": 4, "monthly": 6})
    city.report(4, 4, "charging")
    city.lend(supply((0, 2, 2, {BY_LOT: Away(2, 2)})))
    assert (figures(city, "charging"), figures(city, "shared")) == ((4, 4), (2, 2))


def test_general_spaces_that_are_counted_but_not_registered_are_left_too():
    city = LendingCity(capacity={})
    city.report(6, 8)
    city.lend(supply((0, 2, 2, {BY_LOT: Away(2, 2)})))
    assert (figures(city, "general"), total(city)) == ((4, 6), (6, 8))


def test_what_nobody_counts_stays_unknown_and_its_size_is_known():
    city = LendingCity(capacity={"general": 10, "charging": 4})
    city.lend(supply(*two_of(BY_LOT)))
    assert total(city) == (None, 10)
    city.pass_to(60)
    shown = city.shown()
    assert (shown.free, shown.low, shown.high, shown.capacity) == (2, 2, 10, 10)
    assert shown.by_class.keys() == {"shared"}
    city.lend(supply((0, 1, 1, {"charging": Away(1, 1)})))
    assert counted(city)["charging"] == (None, 3, 0)


def test_a_stale_count_stays_without_numbers_and_keeps_its_age():
    city = LendingCity(capacity={"general": 10})
    city.report(10, 10)
    city.lend(supply(*two_of(BY_LOT)))
    city.pass_to(60)
    shown = city.shown()
    assert figures(city, "general") == (None, 8)
    assert (shown.free, shown.capacity, shown.freshness, shown.age_s) == (None, 10, "stale", 3_600)
    assert (figures(city, "shared"), shown.source) == ((2, 2), "op-1")


def test_a_count_of_less_than_is_lent_is_none_and_not_less():
    city = LendingCity(capacity={"general": 10})
    city.report(1, 10)
    city.lend(supply((0, 2, 2, {BY_LOT: Away(2, 2)})))
    assert (figures(city, "general"), figures(city, "shared")) == ((0, 8), (2, 2))
    city.lend(supply((0, 12, 12, {BY_LOT: Away(12, 12)})))
    assert (figures(city, "general"), figures(city, "shared")) == ((0, 0), (12, 12))


def test_what_is_lent_to_some_alone_is_gone_for_all_others():
    city = LendingCity(capacity={"general": 10})
    city.report(10, 10)
    city.lend(supply((0, 0, 0, {BY_LOT: Away(2, 2)}), (60, 0, 0)))
    assert (total(city), city.shared()) == ((8, 8), None)
    assert city.live.glance.capacity == 8
    city.pass_to(60)
    city.report(10, 10)
    assert total(city) == (10, 10)


def test_spaces_registered_as_shared_are_what_is_shared():
    city = LendingCity(capacity={"general": 10, "shared": 2})
    city.report(10, 10)
    city.lend(supply((0, 2, 2, {"shared": Away(2, 2)})))
    assert (figures(city, "general"), total(city)) == ((10, 10), (12, 12))


def test_a_lot_registered_anew_while_a_window_is_open_is_seen_as_it_is():
    city = LendingCity(capacity={"general": 10})
    city.lend(supply((0, 2, 2, {BY_LOT: Away(2, 2)})))
    city.put(replace(city.lot(KEY), capacity={"general": 20}))
    city.report(20, 20)
    assert (figures(city, "general"), total(city)) == ((18, 18), (20, 20))


def test_who_arrives_as_a_window_closes_finds_its_spaces_again_and_before_it_opens_not():
    city = LendingCity(capacity={"general": 10, "charging": 4})
    city.lend(supply(*two_of(BY_LOT)))
    city.pass_to(170)
    city.report(10, 10)
    assert city.live.low_at("shared", city.now_us, 15 * 60) == 0
    assert city.live.low_at("general", city.now_us, 15 * 60) == 10
    city.lend(supply((0, 0, 0), (180, 0, 1, {"charging": Away(1, 1)})))
    city.report(4, 4, "charging")
    assert city.live.low_at("charging", city.now_us, 15 * 60) == 3
    assert city.live.low_at("charging", city.now_us, 5 * 60) == 4

"""Readers see shared spaces by the timeline, beside what is reported, and nothing else moves."""

import msgspec
from hypothesis import given
from hypothesis import strategies as st

from api.cells.totals import cell_totals
from api.live.hub import Hub
from parking.live.live_lot import SUPPLY_TTL_S
from parking.live.supply_register import Supply, SupplyStep
from tests.live.city import START_US
from tests.live.session_client import EVERYWHERE, Client, tick
from tests.sharing.lending_city import MINUTE_US, LendingCity, supply

OPENS_AT_60 = supply((0, 0, 0), (60, 3, 5), (120, 2, 5), (180, 0, 0))


@given(
    figures=st.lists(
        st.tuples(st.integers(0, 9), st.integers(0, 9)).map(sorted), min_size=1, max_size=6
    ),
    gaps=st.lists(st.integers(1, 90), min_size=6, max_size=6),
    visits=st.lists(st.integers(0, 600), min_size=1, max_size=8).map(sorted),
)
def test_at_any_minute_a_lot_shows_what_its_timeline_says_of_it(figures, gaps, visits):
    minutes = [sum(gaps[:number]) for number in range(len(figures))]
    told = supply(*((at, *figure) for at, figure in zip(minutes, figures, strict=True)))
    city = LendingCity()
    city.report(40, 100)
    city.lend(told)
    for minute in visits:
        city.pass_to(minute)
        step = told.at(city.now_us)
        assert city.shared() == ((step.free, step.capacity) if step.capacity else None)
        assert city.is_near("shared") == bool(step.capacity and step.free)
        assert city.shown().by_class["general"].capacity == 100


def test_shared_spaces_come_when_the_window_opens_and_leave_before_it_ends():
    city = LendingCity()
    city.lend(OPENS_AT_60)
    seen = []
    for minute in (59.99, 60, 119.99, 120, 179.99, 180):
        city.pass_to(minute)
        seen.append(city.shared())
    assert seen == [None, (3, 5), (3, 5), (2, 5), (2, 5), None]


def test_they_are_found_nearby_and_in_their_cell_while_they_are_free():
    city = LendingCity()
    city.lend(OPENS_AT_60)
    assert not city.is_near("shared")
    city.pass_to(60)
    assert city.is_near("shared", min_free=3)
    assert not city.is_near("shared", min_free=4)
    (cell,) = cell_totals(city.replica.arrays.columns, "shared", 8, city.now_us)
    assert (cell.free, cell.capacity, cell.known_capacity) == (3, 5, 5)
    city.pass_to(180)
    assert not city.is_near("shared", min_free=0)
    assert cell_totals(city.replica.arrays.columns, "shared", 8, city.now_us) == []


def test_a_watcher_is_told_when_a_step_is_due_though_nobody_reported_anything():
    city = LendingCity()
    city.report(40, 100)
    city.lend(OPENS_AT_60)
    hub = Hub(city.replica)
    client = Client(hub, city)
    client.watch(EVERYWHERE)
    client.visit_until_idle()
    assert client.picture.lots["L00001"]["availability"]["free"] == 40
    city.pass_to(59)
    city.report(40, 100)
    tick(hub, city, client)
    client.read()
    city.pass_to(60)
    tick(hub, city, client)
    (changes,) = client.read()
    (lot,) = changes["lots"]
    assert (lot["availability"]["free"], lot["availability"]["capacity"]) == (43, 105)
    assert lot["availability"]["by_class"]["shared"]["free"] == 3


def test_the_lots_own_count_and_its_age_stay_as_they_are():
    city, plain = LendingCity(), LendingCity()
    for one in (city, plain):
        one.report(40, 100)
    city.lend(OPENS_AT_60)
    city.pass_to(60)
    plain.pass_to(60)
    assert city.shown().by_class["general"] == plain.shown().by_class["general"]
    assert (city.shown().age_s, city.shown().freshness) == (3_600, "stale")
    assert city.shown().observed_at == plain.shown().observed_at
    assert city.shown().free is None
    assert city.shared() == (3, 5)
    city.report(40, 100)
    assert (city.shown().free, city.shown().capacity, city.shown().age_s) == (43, 105, 0)


def test_a_lot_that_only_shares_never_ages():
    city = LendingCity(capacity={})
    city.lend(OPENS_AT_60)
    city.pass_to(179)
    shown = city.shown()
    assert (shown.state, shown.free, shown.freshness, shown.age_s) == ("open", 2, "live", 0)
    assert shown.observed_at is None
    assert city.live.freshness(city.now_us) == "live"
    assert city.live.ttl_s == SUPPLY_TTL_S
    assert city.live.heard_us == 0
    assert city.is_near("general")
    row = msgspec.json.decode(city.live.snapshot_json(city.now_us))
    assert row["ttl_s"] == SUPPLY_TTL_S


def test_what_bookings_say_replaces_what_was_reported_of_shared_spaces():
    city = LendingCity(capacity={"general": 100, "shared": 8})
    city.report(40, 100)
    city.report(7, 8, "shared")
    assert city.shown().free == 47
    city.lend(OPENS_AT_60)
    assert (city.shared(), city.shown().free, city.shown().capacity) == (None, 40, 100)
    assert not city.is_near("shared", min_free=0)
    city.pass_to(60)
    assert city.shared() == (3, 5)
    city.lend(Supply(city.now_us))
    assert city.live.space("shared").capacity == 8


def test_beyond_what_is_known_nothing_is_promised():
    city = LendingCity()
    city.lend(supply((0, 3, 5), known_min=90))
    city.pass_to(89)
    assert city.shared() == (3, 5)
    city.pass_to(90)
    assert city.shared() is None


def test_a_closed_lot_shares_nothing_for_as_long_as_it_is_closed():
    city = LendingCity(opening_hours="06:00-22:00")
    city.lend(Supply(START_US + 86_400_000_000, (SupplyStep(START_US, 3, 5),)))
    states = {}
    for hour in range(24):
        city.pass_to(hour * 60)
        states[city.shown().state] = city.is_near("shared")
    assert states == {"open": True, "closed": False}


def test_who_arrives_after_the_window_is_not_sent_there():
    city = LendingCity()
    city.report(40, 100)
    city.lend(OPENS_AT_60)
    city.pass_to(100)
    city.report(40, 100)
    assert city.live.low_at("shared", city.now_us, 60 * 60) == 2
    assert city.live.low_at("shared", city.now_us, 80 * 60) == 0
    assert city.live.low_at("general", city.now_us, 80 * 60) < 40


def test_a_replica_that_loads_late_tells_those_who_saw_the_city_before_a_step():
    city = LendingCity()
    city.lend(OPENS_AT_60)
    city.now_us += 61 * MINUTE_US
    city.load("b" * 16)
    assert city.shared() == (3, 5)
    assert city.replica.turned_since(1, START_US)

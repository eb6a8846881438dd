"""Rules of booking: what it costs, which space, on which days, and how many at once."""

from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from parking.clock import HOUR_US, from_us
from parking.principal import Principal
from parking.sharing.choosing import Candidate, Vehicle, choose, fits, may_book, overlap
from parking.sharing.day_calendar import DayCalendar
from parking.sharing.ledger import Sum
from parking.sharing.prices import quote
from parking.sharing.quotas import HOLDS_PER_H_MAX, LIVE_HOLDS_MAX, refuse_hoarding
from parking.sharing.repeats import repeat
from parking.sharing.terms import Audience, Price, Terms, VehicleLimits
from parking.sharing.wall_times import wall_us
from parking.sharing.whose import lends, runs, sees
from tests.sharing.lending import ALL_DAY


@pytest.mark.parametrize(
    ("price", "minutes", "cost"),
    [
        (Price(), 600, Sum()),
        (Price("hour", fen=200), 60, Sum(200)),
        (Price("hour", fen=200), 61, Sum(400)),
        (Price("hour", credits=2), 1, Sum(0, 2)),
        (Price("visit", fen=500), 4320, Sum(500)),
    ],
)
def test_each_hour_that_has_begun_is_paid(price, minutes, cost):
    assert quote(price, 7, 7 + minutes * HOUR_US // 60) == cost


CANDIDATES = st.lists(
    st.builds(
        Candidate, st.integers(1, 6), st.just(1), st.builds(Sum, st.sampled_from([100, 200]))
    ),
    max_size=6,
    unique_by=lambda candidate: candidate.space_key,
)


@given(st.lists(CANDIDATES, min_size=1, max_size=4))
def test_a_choice_is_free_for_each_span_and_one_space_where_there_is_one(free):
    choices = choose(free)
    assert bool(choices) == all(free)
    shared = set.intersection(*({each.space_key for each in some} for some in free))
    for choice in choices:
        assert all(candidate in some for candidate, some in zip(choice, free, strict=True))
        assert not shared or len({candidate.space_key for candidate in choice}) == 1
    costs = [sum(candidate.price.fen for candidate in choice) for choice in choices]
    assert len(free) > 1 or costs == sorted(costs)


def test_a_repeat_is_on_days_of_its_classes_at_the_same_wall_time():
    zone = "Asia/Shanghai"
    first = date(2026, 9, 29)  # before the National Day holiday and its make-up days
    begin_us = wall_us(first, 19 * 60 + 30, zone)
    spans = repeat((begin_us, begin_us + HOUR_US), 5, ["workday"], DayCalendar().day_class, zone)
    days = [from_us(span[0] + 8 * HOUR_US).date().isoformat() for span in spans]
    assert days == ["2026-09-29", "2026-09-30", "2026-10-08", "2026-10-09", "2026-10-10"]
    assert {span[1] - span[0] for span in spans} == {HOUR_US}


def test_a_repeat_keeps_its_wall_time_and_its_length_over_a_clock_change():
    zone = "Europe/Berlin"
    begin_us = wall_us(date(2026, 10, 24), 60, zone)
    every = ["workday", "weekend", "holiday"]
    spans = repeat((begin_us, begin_us + 4 * HOUR_US), 3, every, lambda _: "workday", zone)
    assert [later[0] - earlier[0] for earlier, later in pairwise(spans)] == [
        24 * HOUR_US, 25 * HOUR_US,
    ]  # fmt: skip
    assert {span[1] - span[0] for span in spans} == {4 * HOUR_US}


def test_a_repeat_never_goes_beyond_what_is_laid_out():
    assert repeat((0, 1), 60, ["holiday"], lambda _: "workday", "UTC") == []


@given(st.lists(st.tuples(st.integers(0, 50), st.integers(1, 9)), max_size=6))
def test_spans_overlap_where_two_have_a_moment_in_common(pairs):
    spans = [(begin, begin + length) for begin, length in pairs]
    together = any(a[0] < b[1] and b[0] < a[1] for n, a in enumerate(spans) for b in spans[n + 1 :])
    assert overlap(spans) == together


def test_a_driver_holds_two_and_is_given_five_an_hour():
    assert refuse_hoarding(LIVE_HOLDS_MAX - 1, HOLDS_PER_H_MAX - 1) is None
    assert refuse_hoarding(LIVE_HOLDS_MAX, 0).slug == "hold-quota"
    assert refuse_hoarding(0, HOLDS_PER_H_MAX).slug == "hold-quota"


def test_what_is_not_said_of_a_car_is_no_reason_to_refuse_it():
    limits = VehicleLimits(max_height_m=1.8, max_seats=7)
    assert fits(Vehicle(), limits)
    assert fits(Vehicle(1.8, 7), limits)
    assert not fits(Vehicle(height_m=1.81), limits)
    assert not fits(Vehicle(seats=8), limits)
    assert fits(Vehicle(9.0, 99), VehicleLimits())


def test_an_audience_is_all_or_a_list_or_a_community():
    def terms(audience: Audience) -> Terms:
        today = date(2026, 1, 1)
        return Terms("l", today, today + timedelta(1), ALL_DAY, quota=1, audience=audience)

    assert may_book(terms(Audience()), "d", frozenset())
    assert may_book(terms(Audience(drivers=("d",))), "d", frozenset())
    assert not may_book(terms(Audience(drivers=("e",))), "d", frozenset())
    assert may_book(terms(Audience(community="c")), "d", frozenset("c"))
    assert not may_book(terms(Audience(community="c")), "d", frozenset("x"))


class Booked:
    driver_key, lot_operator_key = 1, 10

    def __init__(self, operator_key=None, key_id=None):
        self.owner_operator_key, self.owner_key_id = operator_key, key_id


def test_a_booking_is_seen_by_its_driver_the_owner_the_lots_operator_and_admins():
    private, lent = Booked(key_id="o"), Booked(operator_key=20)
    owner, stranger = Principal("owner", key_id="o"), Principal("owner", key_id="x")
    runner = Principal("operator", key_id="r", operator_key=10)
    lender = Principal("operator", key_id="l", operator_key=20)
    admin, driver = Principal("admin", key_id="a"), Principal("driver", key_id="d")
    assert lends(owner, private)
    assert not lends(stranger, private)
    assert not lends(runner, private)
    assert lends(lender, lent)
    assert runs(runner, lent)
    assert not runs(lender, lent)
    for booking in (private, lent):
        assert sees(admin, None, booking)
        assert sees(runner, None, booking)
        assert sees(driver, 1, booking)
        assert not sees(driver, 2, booking)
        assert not sees(stranger, None, booking)

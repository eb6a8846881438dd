"""Jinan's regime in the simulated city: agreements in order, and open at the right hours."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from parking.clock import to_us
from parking.opening import opening_at
from parking.sharing.day_calendar import DayCalendar
from parking.sharing.spans import common
from parking.sharing.terms import Moments, Terms
from parking.sharing.terms_reading import read_terms, terms_to_wire
from parking.sharing.windows import expand, merged
from simulator.jinan_data import jinan
from simulator.jinan_sharing import LentLot, agreement, lent_lots
from simulator.registration import OPENING_HOURS, lots_geojson

ZONE = "Asia/Shanghai"
CITY = jinan(1, 200)
LENT = lent_lots(CITY)
DAY_US = 86_400_000_000


def terms_of(lent: LentLot) -> Terms:
    terms = read_terms(agreement(lent, 2026))
    assert isinstance(terms, Terms), terms
    return terms


def spans_of(terms: Terms, moment: datetime) -> tuple[list[Moments], list[Moments]]:
    """When one may stay, and come and go, around a moment."""
    day = moment.date()
    windows = expand(
        terms, DayCalendar(), ZONE, day - timedelta(days=1), day + timedelta(days=1)
    ).windows
    stay = merged([window.stay for window in windows])
    return stay, merged([span for window in windows for span in window.movement])


def lend_at(written: str) -> tuple[set[str], set[str]]:
    """Land uses of the lots whose spaces may be stayed in then, and entered then."""
    moment = datetime.fromisoformat(written).replace(tzinfo=ZoneInfo(ZONE))
    now_us = to_us(moment)
    stayed, entered = set(), set()
    for lent in LENT:
        stay, movement = spans_of(terms_of(lent), moment)
        stayed |= {lent.lot.land_use for begin, end in stay if begin <= now_us < end}
        entered |= {lent.lot.land_use for begin, end in movement if begin <= now_us < end}
    return stayed, entered


def test_every_agreement_is_read_without_a_problem_and_written_back_as_it_was() -> None:
    for lent in LENT:
        written = {name: value for name, value in terms_to_wire(terms_of(lent)).items() if value}
        assert (
            agreement(lent, 2026).items()
            >= {name: written[name] for name in ("lot_id", "valid", "price", "notice")}.items()
        )
        assert len(terms_of(lent).space_codes) == lent.spaces


def test_government_and_offices_lend_free_by_jinans_rule_and_homes_by_day_for_a_price() -> None:
    assert {lent.lot.land_use for lent in LENT} == {"government", "office", "residential"}
    for lent in LENT:
        terms = terms_of(lent)
        assert terms.price.is_free == lent.is_by_night
        assert terms.vehicle.max_height_m == (1.8 if lent.is_by_night else None)


NIGHT, HOMES, NONE = {"government", "office"}, {"residential"}, set[str]()


@pytest.mark.parametrize(
    ("moment", "stay", "come"),
    [
        ("2026-09-29T18:59", NONE, NONE),
        ("2026-09-29T19:00", NIGHT, NIGHT),
        ("2026-09-29T21:59", NIGHT, NIGHT),
        ("2026-09-29T22:00", NIGHT, NONE),
        ("2026-09-30T05:59", NIGHT, NONE),
        ("2026-09-30T06:00", NIGHT, NIGHT),
        ("2026-09-30T07:30", NONE, NONE),
        ("2026-09-30T08:30", HOMES, HOMES),
        ("2026-09-30T17:00", NONE, NONE),
        ("2026-09-27T12:00", NIGHT, NIGHT),  # a Sunday of the mid-autumn holiday
        ("2026-10-01T12:00", NIGHT, NIGHT),  # a Thursday that is a holiday
        ("2026-10-10T12:00", HOMES, HOMES),  # a Saturday that is worked
        ("2026-10-10T20:00", NIGHT, NIGHT),
        ("2026-10-11T12:00", NIGHT, NIGHT),  # a Sunday
        ("2026-10-11T23:59", NIGHT, NONE),
        ("2026-10-12T00:00", NONE, NONE),  # the weekend's window ended; Monday's opens at seven
        ("2026-10-12T19:00", NIGHT, NIGHT),
    ],
)
def test_the_right_lots_lend_at_each_hour(moment: str, stay: set[str], come: set[str]) -> None:
    assert lend_at(moment) == (stay, come)


def test_a_friday_night_goes_over_into_the_weekend_without_a_gap() -> None:
    (lent,) = [lent for lent in LENT if lent.is_by_night][:1]
    friday = datetime(2026, 10, 16, 20, tzinfo=ZoneInfo(ZONE))
    stay, _ = spans_of(terms_of(lent), friday + timedelta(days=1))
    saturday = to_us(friday.replace(hour=0) + timedelta(days=1))
    assert common(stay, [(to_us(friday), saturday + DAY_US)]) == [
        (to_us(friday), saturday + DAY_US)
    ]


def test_no_lot_is_closed_while_it_lends() -> None:
    terms = terms_of(LENT[0])
    first = date(2026, 9, 1)
    for window in expand(terms, DayCalendar(), ZONE, first, date(2026, 10, 31)).windows:
        for moment_us in (window.stay[0], window.stay[1] - 1):
            assert opening_at(OPENING_HOURS, moment_us, ZONE).is_open


def test_lots_with_and_without_a_gate_lend_and_only_those_are_registered_with_one() -> None:
    gated = {lent.lot.lot_id for lent in LENT if lent.has_gate}
    assert 0 < len(gated) < len(LENT)
    registered = [feature["properties"] for feature in lots_geojson(CITY)["features"]]
    assert {lot["lot_id"] for lot in registered if lot.get("has_gate")} == gated


def test_the_same_seed_lends_the_same() -> None:
    assert lent_lots(jinan(1, 200)) == LENT
    assert lent_lots(jinan(2, 200)) != LENT


def test_some_residents_lend_their_own_spaces() -> None:
    homes = [lent for lent in LENT if not lent.is_by_night]
    assert {lent.by for lent in homes} == {"operator", "owner"}
    assert all(lent.by == "operator" for lent in LENT if lent.is_by_night)

from datetime import date, timedelta

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from parking.clock import HOUR_US
from parking.planning.tidal.limits import Limits
from parking.planning.tidal.opportunities import opportunities
from parking.problems import ProblemError
from parking.sharing.day_calendar import DayCalendar
from parking.sharing.terms_reading import read_terms, terms_to_wire
from parking.sharing.wall_times import wall_us
from parking.sharing.windows import expand
from tests.planning.tidal_ground import FIRST, LAST, VALID, ZONE, by_day, by_night, tidal_lot

CALENDAR = DayCalendar()
PERIOD = (FIRST, LAST)


def look(*lots, limits=None, period=PERIOD):
    return opportunities(lots, CALENDAR, period, VALID, limits)


def homes(metres=0, **facts):
    """Homes with 200 spaces, full every night: 35 more are wanted."""
    return tidal_lot("homes", metres, spaces=200, full=by_night(200), **facts)


def office(lot_id="office", metres=200, idle=90, **facts):
    return tidal_lot(lot_id, metres, idle=by_night(idle), **facts)


def test_an_office_idle_by_night_is_proposed_for_the_homes_beside_it():
    found = look(homes(), office(), office("far", 900))
    (proposal,) = found.proposals
    assert proposal.lot_id == "office"
    assert [relieved.lot_id for relieved in proposal.relieves] == ["homes"]
    assert proposal.relieves[0].distance_m == 200
    assert {window.stay.end_min for window in proposal.draft.windows} == {31 * 60}


def test_an_office_is_proposed_by_night_and_homes_by_day_in_one_choice():
    """Planted complements: each is idle in the very hours in which the other is full."""
    living = tidal_lot("homes", 0, spaces=200, idle=by_day(120), full=by_night(200))
    working = tidal_lot("office", 200, spaces=150, idle=by_night(100), full=by_day(150))
    found = look(living, working)
    stays = {
        proposal.lot_id: [
            (window.days, window.stay.start_min // 60, window.stay.end_min // 60)
            for window in proposal.draft.windows
        ]
        for proposal in found.proposals
    }
    assert stays == {
        "homes": [(("workday",), 9, 17)],
        "office": [(("workday", "weekend"), 18, 31)],
    }


def test_what_is_full_every_other_night_is_relieved_every_other_night():
    """The mean need is 18 spaces; to promise 18 a night would be twice what 20 spaces bring."""

    def now_and_then(day, hour):
        evening = day - timedelta(days=int(hour < 7))
        return by_night(200)(day, hour) * (evening.toordinal() % 2)

    found = look(tidal_lot("homes", 0, spaces=200, full=now_and_then), office(idle=41))
    (proposal,) = found.proposals
    assert proposal.quota == 30
    for effect in proposal.effects:
        assert effect.low_h == 0
        assert effect.high_h == pytest.approx(18 * 13)
        assert effect.relieved_h == pytest.approx(18 * 13 / 2)


def test_two_offices_are_not_both_praised_for_the_same_full_hours():
    found = look(homes(), office("a", 100), office("b", 150), office("c", 200))
    assert found.relieved_h <= found.wanted_h + 1e-6
    assert len(found.proposals) == 1


def test_free_kerb_spaces_nearby_are_taken_before_anything_is_opened():
    kerb = tidal_lot("kerb", 100, idle=by_night(60), may_lend=False, open_to_all=True)
    assert look(homes(), office()).proposals
    assert look(homes(), office(), kerb).proposals == ()


def test_a_lot_that_may_not_lend_is_relieved_but_never_proposed():
    assert look(homes(), office(may_lend=False)).proposals == ()


def test_nothing_is_proposed_on_holidays_nobody_has_seen():
    found = look(homes(), office())
    assert all("holiday" not in window.days for window in found.proposals[0].draft.windows)
    assert any("holiday" in note and "节假日" in note for note in found.notes)


def test_a_holiday_that_was_seen_is_planned_for_by_itself():
    """The seven days of National Day 2026: full by day then, and on no other day."""
    days = (date(2026, 10, 1), date(2026, 10, 7))

    def shifted(lot):
        shift = np.int64((days[0] - FIRST).days * 24 * HOUR_US)
        hours = type(lot.hours)(
            lot.hours.hour_us + shift, lot.hours.idle, lot.hours.full, lot.hours.spaces
        )
        return type(lot)(lot.lot_id, lot.position, hours)

    park = tidal_lot("park", 0, spaces=300, full=lambda _d, h: 300.0 if 9 <= h < 17 else 0.0)
    bureau = tidal_lot("bureau", 200, idle=lambda _d, _h: 90.0)
    found = look(shifted(park), shifted(bureau), period=days)
    (window,) = found.proposals[0].draft.windows
    assert (window.days, window.stay.start_min, window.stay.end_min) == (("holiday",), 540, 1020)


def test_each_draft_is_an_agreement_as_owners_write_them():
    for proposal in look(homes(), office(max_height_m=1.8)).proposals:
        wire = terms_to_wire(proposal.draft)
        assert read_terms(wire) == proposal.draft
        assert wire["vehicle"] == {"max_height_m": 1.8, "max_seats": 7}
        assert wire["windows"][0]["movement"] == [["18:00", "22:00"], ["06:00", "07:00"]]


def test_the_order_of_lots_changes_nothing():
    lots = [homes(), office("a", 100), office("b", 300), office("c", -250, idle=40)]
    assert look(*lots) == look(*reversed(lots))


def test_it_is_told_why_lots_are_not_proposed():
    unknown = tidal_lot("unknown", 0, idle=lambda _d, _h: float("nan"))
    left_out = look(
        homes(), office("a", 100), office("b", 150), office("far", 2000), unknown
    ).left_out
    assert left_out.few_known_days == 1
    assert left_out.never_idle == 1
    assert left_out.nothing_wanted_near == 1
    assert left_out.not_among_the_best == 1


def test_without_full_lots_there_is_nothing_to_propose():
    found = look(office("a", 0), office("b", 100))
    assert found.proposals == ()
    assert found.proven_gap == 0


def test_a_limit_out_of_bounds_is_named():
    with pytest.raises(ProblemError) as refused:
        look(limits=Limits(max_walk_m=20_000))
    assert refused.value.problem.pointer == "/query/max_walk_m"


@settings(max_examples=8, deadline=None)
@given(st.integers(0, 2**32 - 1), st.booleans(), st.sampled_from([0.0, 0.1, 0.3]))
def test_no_window_ever_reaches_into_what_the_owner_needs(seed, quiet_nights, margin_share):
    """Hour by hour of every day: the drafts, laid out by the calendar, leave peak and margin."""
    dice = np.random.default_rng(seed)
    noise = 10 * dice.integers(0, 6, (64, 24))
    wants = dice.integers(0, 2, (64, 1)) * dice.integers(0, 2, (1, 24))
    lots = [
        tidal_lot("a", 0, spaces=400, full=lambda d, h: 400.0 * wants[(d - FIRST).days, h]),
        tidal_lot("b", 100, idle=lambda d, h: 40.0 + noise[(d - FIRST).days, h]),
        tidal_lot("c", 200, idle=lambda d, h: float(by_night(70)(d, h) + noise[0, h])),
    ]
    limits = Limits(
        quiet_nights=quiet_nights,
        margin_share=margin_share,
        min_yield=0.01,
        min_window_h=2,
        min_relief_h=0,
    )
    found = look(*lots, limits=limits)
    idle = {lot.lot_id: dict(zip(lot.hours.hour_us, lot.hours.idle, strict=True)) for lot in lots}
    for proposal in found.proposals:
        terms = read_terms(terms_to_wire(proposal.draft))
        terms = type(terms)(terms.lot_id, *PERIOD, terms.windows, quota=terms.quota)
        for window in expand(terms, CALENDAR, ZONE, *PERIOD).windows:
            for hour_us in range(window.stay[0], window.stay[1], HOUR_US):
                left = idle[proposal.lot_id][hour_us] - proposal.quota
                assert left >= max(limits.margin_spaces, margin_share * 100)


def test_to_choose_the_luckiest_of_many_flatters_only_a_little():
    """Eight like pairs, each full at random in six of ten hours: the two luckiest are chosen."""
    full = np.random.default_rng(5).random((8, 64, 24)) < 0.6
    working = by_day(150)
    lots = []
    for pair in range(8):
        lots.append(tidal_lot(f"lender{pair}", 2000 * pair, idle=by_day(60)))
        often = full[pair]
        place = tidal_lot(
            f"place{pair}", 2000 * pair + 50, spaces=150,
            full=lambda d, h, often=often: working(d, h) * often[(d - FIRST).days, h],
        )  # fmt: skip
        lots.append(place)
    limits = Limits(max_agreements=2)
    found = look(*lots, limits=limits)
    used = min(limits.uptake * found.proposals[0].quota, 150 * limits.wanted_share)
    truth = 0.6 * used * found.opened_h / found.proposals[0].quota
    assert truth < found.relieved_h < 1.15 * truth


def test_windows_begin_on_the_hours_of_the_lots_own_clock():
    (proposal,) = look(homes(), office()).proposals
    laid = expand(proposal.draft, CALENDAR, ZONE, VALID[0], VALID[0]).windows
    assert laid[0].stay[0] == wall_us(VALID[0], 18 * 60, ZONE)

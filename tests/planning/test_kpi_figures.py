"""Every figure on one day that can be worked out on paper, and what makes each of them null."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from parking.clock import DAY_US, HOUR_US, MINUTE_US
from parking.planning.connection import Connected
from parking.planning.durations import NO_SESSIONS, SessionSums
from parking.planning.history.service_hour import ServiceHour
from parking.planning.kpi_names import KPI_CODES
from parking.planning.kpi_sums import NOBODY, BusiestHours, KpiSums, busiest_hours
from parking.planning.kpis import kpis
from parking.planning.occupancy_sums import OccupancySums
from parking.planning.space_time import NOTHING, SpaceTime
from parking.planning.unmet_demand import NO_UNMET, Unmet
from parking.sharing.figures import Figures
from tests.planning.kpi_examples import (
    DAY,
    NOON_US,
    SERVICE,
    SHARING,
    SUMS,
    ZONE,
    figures,
    noted,
    peak,
    space_time,
    with_space,
)

ON_PAPER = {
    "space_hours_open": 2400.0,
    "utilization": 0.6,
    "vacancy_rate": 0.4,
    "peak_saturation": 0.9,
    "full_time_share": 0.1,
    "target_band_share": 0.25,
    "berth_gap": 90 / 0.85 - 100,
    "turnover": 3.0,
    "sessions_per_hour": 12.5,
    "peak_hour_ratio": 0.2,
    "unmet_demand": 20 / 320,
    "unmet_demand_vehicles": 20.0,
    "mean_duration": 90.0,
    "median_duration": 30,
    "p85_duration": 80,
    "demand_supply_ratio": 320 * 1.5 / 2400,
    "coverage_lots": 0.8,
    "coverage_berths": 0.9,
    "online_rate": 0.9,
    "information_delay": 1,
    "information_delay_p95": 61,
    "count_drift": 0.02,
    "data_quality_score": 25 * 0.9 + 20 * 0.9 + 20 * 280 / 300 + 20 * 0.98 + 15 * 0.9,
    "tidal_offered_hours": 100.0,
    "tidal_used_hours": 40.0,
    "tidal_uptake": 0.4,
    "overstay_rate": 0.125,
    "owner_blocked": 1,
    "reservation_fulfilment": 0.8,
}
OF_SPACE = [
    "utilization", "vacancy_rate", "peak_saturation", "full_time_share", "target_band_share",
    "berth_gap",
]  # fmt: skip
OF_ARRIVALS = [
    "turnover", "sessions_per_hour", "peak_hour_ratio", "unmet_demand", "unmet_demand_vehicles",
    "demand_supply_ratio",
]  # fmt: skip
OF_STAYS = ["mean_duration", "median_duration", "p85_duration", "demand_supply_ratio"]


def nulls(told):
    return {code for code, value in told.values.items() if value is None}


def test_every_figure_is_what_it_comes_to_on_paper():
    told = figures()
    assert told.values == pytest.approx(ON_PAPER)
    assert list(told.values) == list(KPI_CODES)
    assert (told.coverage, told.peak_at_us) == (1.0, NOON_US)


def test_the_time_of_the_peak_is_told_on_the_clock_of_the_place():
    assert "2026-10-08T12:00:00+08:00" in noted(figures(), "peak_saturation")
    assert "2026-10-08T06:00:00+02:00" in noted(figures("Europe/Berlin"), "peak_saturation")


def test_eighty_percent_known_is_enough_and_a_little_less_is_not():
    enough, short = SpaceTime(1000, 800, 480, 80, 0), SpaceTime(1000, 799, 480, 80, 0)
    assert not nulls(with_space(enough))
    told = with_space(short)
    assert nulls(told) == {*OF_SPACE, *OF_ARRIVALS, *OF_STAYS}
    assert told.coverage == 0.799
    assert told.peak_at_us is None
    assert "only 79.9 %" in noted(told, "utilization")


def test_almost_eighty_percent_is_never_told_as_eighty():
    told = with_space(SpaceTime(10**6, 799_999, 480, 80, 0))
    assert "only 79.9 %" in noted(told, "turnover")


def test_where_nothing_was_open_nothing_is_made_up():
    told = figures(occupancy=OccupancySums(), counting=NOTHING)
    assert told.coverage is None
    assert told.values["space_hours_open"] == 0.0
    assert nulls(told) == {*OF_SPACE, *OF_ARRIVALS, *OF_STAYS}
    assert "nothing was open" in noted(told, "utilization")


def test_a_low_coverage_hides_no_figure_that_tells_why_it_is_low():
    told = with_space(space_time(known=0.1))
    for code in ("coverage_lots", "online_rate", "information_delay", "data_quality_score"):
        assert told.values[code] is not None


def test_lots_that_never_count_vehicles_do_not_thin_out_the_turnover():
    all_of_it = space_time(hours=72)
    told = figures(occupancy=replace(SUMS.occupancy, space=all_of_it))
    assert told.values["turnover"] == 3.0
    for code in OF_ARRIVALS:
        assert "33.3 %" in noted(told, code), code
        assert "33.3 %" not in noted(figures(), code), code


def test_where_nobody_counts_vehicles_there_is_no_turnover_of_nought():
    told = figures(counting=NOTHING, sessions=NO_SESSIONS)
    assert nulls(told) == {*OF_ARRIVALS, *OF_STAYS}
    assert "no vehicle was counted" in noted(told, "turnover")


def test_turnover_is_of_all_spaces_of_the_day_and_not_of_the_open_hours():
    told = with_space(space_time(hours=12, closed_hours=12))
    assert told.values["turnover"] == 3.0
    assert told.values["demand_supply_ratio"] == pytest.approx(2 * 320 * 1.5 / 2400)


def test_vehicles_of_an_hour_that_is_cut_in_two_are_not_guessed():
    told = figures(occupancy=replace(SUMS.occupancy, cut_entries=1))
    assert nulls(told) == set(OF_ARRIVALS)
    assert "full clock hours" in noted(told, "turnover")


def test_a_time_without_a_whole_day_has_no_busiest_hour():
    assert nulls(figures(busiest=NOBODY)) == {"peak_hour_ratio"}


def test_each_day_has_its_own_busiest_hour_and_other_days_are_left_out():
    midnight_us = NOON_US - 12 * HOUR_US
    came = {midnight_us + hour * HOUR_US: hour for hour in range(24)}
    came[midnight_us + DAY_US] = 100
    assert busiest_hours(came, [DAY], ZONE) == BusiestHours(23, sum(range(24)))
    assert busiest_hours({}, [DAY], ZONE) == NOBODY


def test_estimates_say_that_they_are_and_how_they_are_made():
    for code in ("unmet_demand", "unmet_demand_vehicles", "demand_supply_ratio"):
        assert "an estimate" in noted(figures(), code)
    told = figures(unmet=None)
    assert nulls(told) == {"unmet_demand", "unmet_demand_vehicles"}
    assert told.values["demand_supply_ratio"] == pytest.approx(300 * 1.5 / 2400)
    assert "of those who came alone" in noted(told, "demand_supply_ratio")


def test_full_time_of_which_there_is_no_telling_is_told():
    told = figures(unmet=Unmet(300, 20_000, full_us=30, untold_us=10))
    assert "at least so many: for 25.0 %" in noted(told, "unmet_demand")


def test_where_nobody_came_nobody_knows_which_share_was_lost():
    told = figures(unmet=NO_UNMET)
    assert (told.values["unmet_demand"], told.values["unmet_demand_vehicles"]) == (None, 0.0)


def test_four_sessions_are_nobodys_business():
    few = SessionSums(paired=4, duration_us=4 * HOUR_US, minutes={60: 4})
    told = figures(sessions=few)
    assert nulls(told) == set(OF_STAYS)
    assert "fewer than 5" in noted(told, "mean_duration")


def test_what_was_left_out_is_not_said_to_be_missing():
    codes = ("peak_saturation", "berth_gap", "peak_hour_ratio")
    told = figures(peak=None, busiest=NOBODY, left_out=codes)
    assert nulls(told) == {*codes}
    for code in codes:
        assert noted(told, code) == "not computed for this choice"
    assert figures(left_out=codes).peak_at_us is None


def test_where_single_lengths_were_not_read_the_mean_stands_alone():
    told = figures(sessions=replace(SUMS.sessions, minutes={}))
    assert nulls(told) == {"median_duration", "p85_duration"}
    assert "not computed" in noted(told, "median_duration")
    assert told.values["mean_duration"] == 90.0


def test_a_peak_that_was_full_is_a_lower_bound_and_spaces_to_spare_are_below_nought():
    told = figures(peak=peak(taken=100, full=100))
    assert told.values["berth_gap"] == pytest.approx(100 / 0.85 - 100)
    assert "at least" in noted(told, "berth_gap")
    assert figures(peak=peak(taken=34)).values["berth_gap"] == pytest.approx(-60)
    assert "at least" not in noted(figures(), "berth_gap")


def test_a_gap_is_of_all_open_spaces_though_some_are_not_known():
    told = figures(peak=peak(taken=72, known=80))
    assert told.values["berth_gap"] == pytest.approx(90 / 0.85 - 100)


def test_without_a_known_quarter_or_hour_there_is_no_peak_and_no_band():
    told = figures(peak=None, occupancy=replace(SUMS.occupancy, hours_known=0, hours_in_band=0))
    assert nulls(told) == {"peak_saturation", "berth_gap", "target_band_share"}


def test_a_lot_that_was_never_heard_has_no_quality_and_no_online_rate():
    told = figures(service=ServiceHour(0, 0))
    assert nulls(told) == {
        "online_rate", "information_delay", "information_delay_p95", "count_drift",
        "data_quality_score",
    }  # fmt: skip
    assert nulls(figures(service=None)) == nulls(told)
    assert "not computed" in noted(figures(service=None), "online_rate")


def test_a_feed_without_plates_is_scored_by_what_it_does_send():
    told = figures(sessions=NO_SESSIONS)
    parts = (25 * 0.9 + 20 * 0.9 + 20 * 0.98 + 15 * 0.9) / 80 * 100
    assert told.values["data_quality_score"] == pytest.approx(parts)
    assert "without pairing" in noted(told, "data_quality_score")
    assert "进出配对" in str(told.notes)
    assert noted(figures(), "data_quality_score") == ""


def test_a_wild_drift_costs_its_share_and_no_more():
    told = figures(service=replace(SERVICE, drift_spaces=5000))
    assert told.values["count_drift"] == 5.0
    score = ON_PAPER["data_quality_score"] - 20 * 0.98
    assert told.values["data_quality_score"] == pytest.approx(score)


def test_of_few_stays_it_is_not_told_how_long_they_were_or_that_one_overstayed():
    told = figures(sharing=replace(SHARING, stays=4))
    assert nulls(told) == {"tidal_used_hours", "tidal_uptake", "overstay_rate"}
    assert nulls(figures(sharing=replace(SHARING, stays=4, bookings=4))) == {
        "tidal_used_hours", "tidal_uptake", "overstay_rate", "reservation_fulfilment",
    }  # fmt: skip
    assert figures(sharing=replace(SHARING, stays=4)).values["owner_blocked"] == 1


def test_what_was_offered_to_nobody_is_an_offer_and_nothing_is_a_nought():
    told = figures(sharing=replace(SHARING, used_us=0, stays=0, overstays=0, bookings=0))
    assert told.values["tidal_uptake"] == 0.0
    assert nulls(told) == {"overstay_rate", "reservation_fulfilment"}
    nothing = figures(sharing=Figures())
    assert (nothing.values["tidal_offered_hours"], nothing.values["tidal_used_hours"]) == (0, 0)
    assert nothing.values["tidal_uptake"] is None
    assert "no space was offered" in noted(nothing, "tidal_uptake")


def test_lots_that_are_filed_nowhere_are_connected_nowhere():
    assert nulls(figures(connected=Connected())) == {"coverage_lots", "coverage_berths"}


times = st.integers(0, 10**12)
spaces = st.builds(
    lambda open_us, known, taken, full, closed_us: SpaceTime(
        open_us, int(open_us * known), int(int(open_us * known) * taken),
        int(int(open_us * known) * full), closed_us,
    ),
    times, *[st.sampled_from([0.0, 0.5, 0.79, 0.8, 1.0])] * 3, times,
)  # fmt: skip
counts = st.integers(0, 30)
any_sums = st.builds(
    KpiSums,
    asked_us=st.integers(1, 10**12),
    occupancy=st.builds(OccupancySums, spaces, counts, counts, counts, counts, counts),
    counting=spaces,
    peak=st.none() | st.builds(peak, st.integers(0, 80), st.integers(80, 100)),
    busiest=st.builds(BusiestHours, counts, counts),
    sessions=st.builds(
        SessionSums, counts, counts, counts, times,
        st.dictionaries(counts, counts, max_size=3),
    ),
    unmet=st.none() | st.builds(Unmet, counts, counts, times, times),
    service=st.none() | st.builds(
        ServiceHour, times, times, *[counts] * 6, st.dictionaries(counts, counts, max_size=3),
        *[counts] * 3,
    ),
    connected=st.builds(Connected, *[counts] * 5),
    sharing=st.none() | st.builds(Figures, *[counts] * 12),
)  # fmt: skip


@given(any_sums)
def test_whatever_the_sums_every_null_says_why_in_both_languages(sums):
    told = kpis(sums, ZONE)
    assert list(told.values) == list(KPI_CODES)
    assert nulls(told) <= {code for note in told.notes for code in note.codes}
    for note in told.notes:
        assert note.remark.en.isascii()
        assert not note.remark.zh.isascii()
        assert str(note).startswith(f"{', '.join(note.codes)}: ")
    known = 5 * sums.occupancy.space.known_us >= 4 * sums.occupancy.space.open_us > 0
    assert (told.values["utilization"] is not None) == known
    if sums.sessions.paired < 5:
        assert nulls(told) >= set(OF_STAYS)


@given(st.lists(spaces, min_size=1, max_size=5))
def test_a_citys_figures_are_ratios_of_sums_and_lie_between_those_of_its_lots(lots):
    known = [lot for lot in lots if lot.open_us and 5 * lot.known_us >= 4 * lot.open_us]
    if not known:
        return
    city = with_space(sum(known, NOTHING)).values
    for code in ("utilization", "vacancy_rate", "full_time_share"):
        single = [with_space(lot).values[code] for lot in known]
        assert min(single) - 1e-9 <= city[code] <= max(single) + 1e-9
    assert city["utilization"] + city["vacancy_rate"] == pytest.approx(1)


def test_minutes_are_minutes():
    sums = SessionSums(5, duration_us=5 * 61 * MINUTE_US, minutes={61: 5})
    assert figures(sessions=sums).values["mean_duration"] == 61.0

"""Sums of days, of regions and of what lots had lent are what slow counting makes them."""

from collections import Counter
from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from parking.clock import HOUR_US
from parking.live.supply_register import Away
from parking.planning.day_row import day_of
from parking.planning.history.lending_step import LendingStep
from parking.planning.history.service_hour import ServiceHour
from parking.planning.hour_row import SPACE_CLASS_CODE, HourRow
from parking.planning.lending_past import AgreementPast, Lent, lending_steps
from parking.planning.local_day import day_at, day_span_us
from parking.planning.region_sums import DayChanges, HourChanges
from parking.planning.service_sums import total_service
from parking.planning.space_time import STEP_US, SpaceTime
from parking.sharing.windows import merged

T0_US = 1_700_000_000 * 1_000_000 // HOUR_US * HOUR_US
DAY = date(2023, 11, 15)


@st.composite
def steps(draw):
    """Few values, so that shares meet their bounds and each other."""
    open_ = draw(st.sampled_from([0, 1, 5, 10])) * STEP_US
    known = open_ * draw(st.sampled_from([0, 3, 4, 5])) // 5
    taken = known * draw(st.integers(0, 5)) // 5
    return SpaceTime(open_, known, taken, draw(st.sampled_from([0, known])), STEP_US)


@st.composite
def hour_rows(draw, most=4):
    hours = draw(st.lists(st.integers(0, 23), min_size=1, max_size=most, unique=True))
    return [
        HourRow(
            space_class="general",
            hour_us=T0_US + hour * HOUR_US,
            until_us=T0_US + (hour + 1) * HOUR_US,
            steps=tuple(draw(st.lists(steps(), min_size=12, max_size=12))),
            entries=draw(st.integers(0, 9)),
            exits=draw(st.integers(0, 9)),
        )
        for hour in sorted(hours)
    ]


@given(hour_rows())
def test_a_day_is_what_its_hours_and_quarters_come_to(rows):
    day = day_of(DAY, rows)
    assert day.sums.taken_us == sum(step.taken_us for row in rows for step in row.steps)
    assert (day.entries, day.exits) == tuple(
        map(sum, zip(*((row.entries, row.exits) for row in rows), strict=True))
    )
    known = [row.sums for row in rows if row.sums.open_us and row.sums.coverage >= 0.8]
    assert day.hours_known == len(known)
    quarters = [
        (sum(s.open_us for s in part), sum(s.known_us for s in part), sum(s.taken_us for s in part),
         row.hour_us + place * 3 * STEP_US)
        for row in rows
        for place in range(4)
        if (part := row.steps[3 * place : 3 * place + 3])
    ]  # fmt: skip
    eligible = [quarter for quarter in quarters if quarter[0] and quarter[1] * 5 >= quarter[0] * 4]
    if not eligible:
        assert day.peak is None
    else:
        best = max(taken / known for _, known, taken, _ in eligible)
        first = next(q for q in eligible if q[2] / q[1] == best)
        assert (day.peak.taken_us, day.peak.known_us, day.peak.at_us) == (
            first[2], first[1], first[3],
        )  # fmt: skip


def test_an_hour_on_the_edge_of_the_band_is_in_it():
    def hour(taken: int) -> HourRow:
        step = SpaceTime(10 * STEP_US, 10 * STEP_US, taken * STEP_US)
        return HourRow("general", T0_US, T0_US + HOUR_US, (step,) * 12)

    in_band = {taken: day_of(DAY, [hour(taken)]).hours_in_band for taken in (5, 6, 8, 9)}
    assert in_band == {5: 0, 6: 1, 8: 1, 9: 0}


@given(st.lists(st.tuples(hour_rows(), st.sampled_from(["a", "b"])), max_size=5), st.randoms())
def test_what_lots_change_in_regions_adds_up_in_any_order_and_comes_out_again(lots, random):
    changes = HourChanges()
    told = [(rows, {region, "city"}) for rows, region in lots]
    moves = [(regions, row, 1) for rows, regions in told for row in rows]
    random.shuffle(moves)
    for move in moves:
        changes.add(*move)
    expected = Counter()
    for rows, regions in told:
        for row in rows:
            for region in regions:
                expected[region, row.hour_us] += row.sums.taken_us
    found = {(one.region, one.hour_us): sum(one.steps[2]) for one in changes}
    assert found == {**dict.fromkeys(found, 0), **expected}
    assert {one.class_code for one in changes} <= {SPACE_CLASS_CODE["general"]}
    for regions, row, _ in moves:
        changes.add(regions, row, -1)
    assert list(changes) == []


@given(hour_rows())
def test_a_day_that_is_told_anew_changes_a_region_by_the_difference(rows):
    before, after = day_of(DAY, rows), day_of(DAY, rows[:1])
    changes = DayChanges()
    changes.add(["city"], before, -1)
    changes.add(["city"], after, 1)
    difference = after.sums.open_us - before.sums.open_us
    assert sum(one.sums[0] for one in changes) == difference
    assert all(one.lots == 0 for one in changes)


@given(st.lists(st.builds(
    ServiceHour, hour_us=st.just(T0_US), until_us=st.just(T0_US + HOUR_US),
    reports=st.integers(0, 9), online_us=st.integers(0, HOUR_US),
    delays=st.dictionaries(st.integers(0, 5), st.integers(1, 9), max_size=3),
), min_size=1, max_size=5))  # fmt: skip
def test_service_adds_up_with_every_delay(hours):
    total = total_service(hours)
    assert total.reports == sum(hour.reports for hour in hours)
    assert sum(total.delays.values()) == sum(sum(hour.delays.values()) for hour in hours)


def test_the_day_on_which_clocks_are_set_back_has_25_hours_and_each_lies_in_it():
    day = date(2025, 10, 26)
    begin_us, end_us = day_span_us(day, "Europe/Berlin")
    assert (end_us - begin_us) // HOUR_US == 25
    assert {day_at(us, "Europe/Berlin") for us in range(begin_us, end_us, HOUR_US)} == {day}
    assert day_at(end_us, "Europe/Berlin") == date(2025, 10, 27)


spans = st.lists(
    st.tuples(st.integers(0, 40), st.integers(1, 15)).map(lambda s: (s[0], s[0] + s[1])), max_size=4
)


@st.composite
def agreements(draw):
    lent = st.builds(Lent, st.sampled_from(["", "general"]), st.integers(1, 3), spans.map(merged))
    offered = [Lent("", draw(st.integers(1, 4)), [(-(2**62), 2**62)])]
    stays = [
        Lent(own, 1, [span])
        for own, span in draw(st.lists(
            st.tuples(st.sampled_from(["", "general"]), spans.map(lambda s: s[0] if s else (0, 9))),
            max_size=2,
        ))
    ]  # fmt: skip
    return AgreementPast(
        stay=merged(draw(spans)),
        offered=offered + draw(st.lists(lent, max_size=1)),
        suspended=merged(draw(spans)),
        stays=stays,
    )


def _holds(moments, at) -> bool:
    return any(from_us <= at < to_us for from_us, to_us in moments)


@given(st.lists(agreements(), max_size=3), st.integers(-5, 70))
def test_lending_at_any_moment_is_what_its_agreements_say_of_that_moment(pasts, at):
    spaces, taken = Counter(), Counter()
    for past in pasts:
        if not _holds(past.stay, at):
            continue
        is_suspended = _holds(past.suspended, at)
        for lent in past.offered:
            spaces[lent.own_class] += lent.spaces * (_holds(lent.times, at) and not is_suspended)
        for lent in past.stays:
            taken[lent.own_class] += _holds(lent.times, at)
            spaces[lent.own_class] += _holds(lent.times, at) and is_suspended
    spaces = {own: max(spaces[own], taken[own]) for own in spaces.keys() | taken.keys()}
    before = [step for step in lending_steps(pasts) if step.at_us <= at]
    found = before[-1] if before else LendingStep(at)
    assert found.capacity == sum(spaces.values())
    assert found.taken == sum(taken.values())
    away = {own: Away(n, n - taken[own]) for own, n in spaces.items() if n}
    assert dict(found.away) == away

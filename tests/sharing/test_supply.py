"""What a timeline says at a moment is what one would count who looked at all there is just then."""

from collections import Counter
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from parking.live.supply_register import (
    BY_LOT,
    Away,
    Supply,
    SupplyStep,
    register_of_supply,
    supply_of,
)
from parking.sharing.spans import FOR_EVER_US
from parking.sharing.supply import (
    AHEAD_US,
    HOUR_US,
    LEAST_STAY_US,
    MINUTE_US,
    MOST_STEPS,
    Claim,
    Lending,
    LentSpace,
    supply_at,
)
from tests.sharing.lending_plans import NOW_US, OWN_CLASSES, lendings, minutes


def within(moment_us: int, some) -> bool:
    return any(from_us <= moment_us < to_us for from_us, to_us in some)


def places_of(lending: Lending) -> list[LentSpace]:
    """Each space on its own, also those on which there is nothing."""
    alike = Counter(lending.spaces)
    alike.subtract(space.own_class for space in lending.taken)
    return [*lending.taken, *(LentSpace(own_class=name) for name in alike.elements())]


def gone_from(own_class: str, lending: Lending, at_us: int) -> tuple[int, int]:
    """Look at each space: is it open, and is no sharer's car in it?"""
    is_empty = [
        not any(claim.stays for claim in place.claims)
        for place in places_of(lending)
        if place.own_class == own_class
        and within(at_us, lending.stay)
        and not within(at_us, [*lending.suspended, *place.withdrawn])
    ]
    return len(is_empty), sum(is_empty)


def first_exit_us(movement, from_us: int) -> int | None:
    """Find when one who has stayed until then may leave first."""
    later = [max(begins_us, from_us) for begins_us, ends_us in movement if from_us < ends_us]
    return min(later, default=None)


def counted(lending: Lending, at_us: int) -> tuple[int, int]:
    """Look at each space: every moment of the stay and its buffer at which anything changes."""
    if not lending.is_for_all:
        return 0, 0
    left_us = first_exit_us(lending.movement, at_us + LEAST_STAY_US)
    until_us = (at_us if left_us is None else left_us) + lending.buffer_min * MINUTE_US
    edges = {edge for span in (*lending.stay, *lending.suspended) for edge in span}
    free = capacity = 0
    for place in places_of(lending):
        gone = [*lending.suspended, *place.withdrawn]
        standing = [(c.from_us, c.to_us) for c in place.claims if at_us < c.gone_us]
        moments = {at_us, until_us, *edges}
        moments |= {edge for span in (*place.withdrawn, *standing) for edge in span}
        stay = [moment for moment in moments if at_us <= moment <= until_us]
        capacity += within(at_us, lending.stay) and not within(at_us, gone)
        free += (
            left_us is not None
            and within(at_us, lending.movement)
            and all(
                within(moment, lending.stay)
                and not within(moment, gone)
                and not within(moment, standing)
                for moment in stay
            )
        )
    return free, capacity


@given(st.lists(lendings(), max_size=3), st.data())
def test_a_timeline_says_at_every_moment_what_is_free_then(lent, data):
    supply = supply_at(lent, NOW_US)
    turns = [step.at_us for step in supply.steps if step.at_us > NOW_US]
    moments = data.draw(st.lists(minutes(0, 48 * 60), min_size=1, max_size=8))
    for at_us in [NOW_US, *moments, *turns[:9], *(turn - 1 for turn in turns[:9])]:
        step = supply.at(at_us)
        wanted = [
            sum(figure) for figure in zip(*(counted(one, at_us) for one in lent), strict=True)
        ]
        if any(one.spaces for one in lent):
            assert [step.free, step.capacity] == wanted
            for name in OWN_CLASSES:
                gone = zip(*(gone_from(name, one, at_us) for one in lent), strict=True)
                assert step.away.get(name, Away(0, 0)) == Away(*map(sum, gone))
        else:
            assert step is None


@given(st.lists(lendings(), min_size=1, max_size=3))
def test_every_step_changes_something_and_is_foreseen_by_the_one_before(lent):
    supply = supply_at(lent, NOW_US)
    for one, other in pairwise(supply.steps):
        assert one.told()[1:] != other.told()[1:]
        assert supply.next_turn_us(one.at_us) == other.at_us
        assert supply.next_turn_us(other.at_us - 1) == other.at_us


def test_a_timeline_reaches_two_days_ahead_and_nothing_is_said_of_later():
    supply = supply_at([Lending({BY_LOT: 3}, 10, [(0, 2 * NOW_US)], [(0, 2 * NOW_US)])], NOW_US)
    assert NOW_US + AHEAD_US < supply.until_us <= NOW_US + AHEAD_US + HOUR_US
    assert supply.at(supply.until_us - 1).free == 3
    assert supply.at(supply.until_us) is None
    assert supply.next_turn_us(NOW_US) == supply.until_us


def test_a_lot_where_very_much_happens_is_told_of_a_shorter_time():
    some = [
        LentSpace([Claim(NOW_US + (n * 60 + m) * MINUTE_US, NOW_US + (n * 60 + m + 7) * MINUTE_US)
                   for n in range(48)])
        for m in range(20)
    ]  # fmt: skip
    for_ever = [(0, 2 * NOW_US)]
    supply = supply_at([Lending({BY_LOT: 20}, 10, for_ever, for_ever, taken=some)], NOW_US)
    assert len(supply.steps) == MOST_STEPS
    assert supply.steps[-1].at_us < supply.until_us < NOW_US + AHEAD_US


def test_a_reader_whose_clock_is_behind_sees_what_it_was_told():
    supply = Supply(NOW_US + HOUR_US, (SupplyStep(NOW_US, 2, 3),))
    assert supply.at(NOW_US - 1) == SupplyStep(NOW_US, 2, 3)


def test_the_last_stay_and_its_buffer_end_before_the_window_does():
    window = [(NOW_US, NOW_US + HOUR_US)]
    supply = supply_at([Lending({BY_LOT: 1}, 10, window, window)], NOW_US)
    assert [(step.at_us - NOW_US) // MINUTE_US for step in supply.steps] == [0, 35, 60]
    assert [(step.free, step.capacity) for step in supply.steps] == [(1, 1), (0, 1), (0, 0)]


def test_what_is_lent_to_some_alone_is_promised_to_nobody_else_and_away_all_the_same():
    window = [(NOW_US, NOW_US + HOUR_US)]
    lending = Lending({"charging": 2}, 10, window, window, is_for_all=False)
    supply = supply_at([lending], NOW_US)
    assert [step.told()[1:] for step in supply.steps] == [(0, 0, {"charging": Away(2, 2)}), (0, 0)]


def test_a_step_is_read_as_it_was_written():
    window = [(NOW_US, NOW_US + HOUR_US)]
    there = LentSpace([Claim(-FOR_EVER_US, FOR_EVER_US, stays=True)], own_class="charging")
    lending = Lending({"charging": 1, BY_LOT: 2}, 10, window, window, taken=[there])
    supply = supply_at([lending], NOW_US)
    register = register_of_supply(1, supply, 1)
    assert f'[{NOW_US},2,3,{{"":[2,2],"charging":[1,0]}}]' in register.value
    assert register.value.endswith(f"[{NOW_US + HOUR_US},0,0]]}}")
    assert supply_of("0" * 16 + register.version + register.value) == supply

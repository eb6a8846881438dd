"""What a timeline says at a moment is what one would count who looked at all there is just then."""

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from parking.live.supply_register import Supply, SupplyStep
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

NOW_US = 1_795_000_000_000_000
DAYS = 3 * 24 * 60


def minutes(first: int, last: int) -> st.SearchStrategy[int]:
    return st.integers(first, last).map(lambda minute: NOW_US + minute * MINUTE_US)


@st.composite
def spans(draw, longest_min: int = 900):
    from_us = draw(minutes(-300, DAYS))
    return from_us, from_us + draw(st.integers(1, longest_min)) * MINUTE_US


holds = minutes(1, 5)
claims = st.builds(
    lambda span, gone_us: Claim(*span) if gone_us is None else Claim(*span, gone_us),
    spans(),
    st.none() | holds,
)
spaces = st.builds(LentSpace, st.lists(claims, max_size=4), st.lists(spans(), max_size=1))


@st.composite
def lendings(draw):
    taken = draw(st.lists(spaces, max_size=3))
    return Lending(
        spaces=len(taken) + draw(st.integers(0, 2)),
        buffer_min=draw(st.sampled_from([0, 10, 45])),
        stay=draw(st.lists(spans(2_000), max_size=4)),
        movement=draw(st.lists(spans(2_000), max_size=4)),
        suspended=draw(st.lists(spans(), max_size=2)),
        taken=taken,
    )


def within(moment_us: int, some) -> bool:
    return any(from_us <= moment_us < to_us for from_us, to_us in some)


def counted(lending: Lending, at_us: int) -> tuple[int, int]:
    """Look at each space: every moment of the stay and its buffer at which anything changes."""
    until_us = at_us + LEAST_STAY_US + lending.buffer_min * MINUTE_US
    edges = {edge for span in (*lending.stay, *lending.suspended) for edge in span}
    places = [*lending.taken, *[LentSpace()] * (lending.spaces - len(lending.taken))]
    free = capacity = 0
    for place in places:
        gone = [*lending.suspended, *place.withdrawn]
        standing = [(c.from_us, c.to_us) for c in place.claims if at_us < c.gone_us]
        moments = {at_us, until_us, *edges}
        moments |= {edge for span in (*place.withdrawn, *standing) for edge in span}
        stay = [moment for moment in moments if at_us <= moment <= until_us]
        capacity += within(at_us, lending.stay) and not within(at_us, gone)
        free += within(at_us, lending.movement) and all(
            within(moment, lending.stay)
            and not within(moment, gone)
            and not within(moment, standing)
            for moment in stay
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
        else:
            assert step is None


@given(st.lists(lendings(), min_size=1, max_size=3))
def test_every_step_changes_something_and_is_foreseen_by_the_one_before(lent):
    supply = supply_at(lent, NOW_US)
    for one, other in pairwise(supply.steps):
        assert (one.free, one.capacity) != (other.free, other.capacity)
        assert supply.next_turn_us(one.at_us) == other.at_us
        assert supply.next_turn_us(other.at_us - 1) == other.at_us


def test_a_timeline_reaches_two_days_ahead_and_nothing_is_said_of_later():
    supply = supply_at([Lending(3, 10, [(0, 2 * NOW_US)], [(0, 2 * NOW_US)])], NOW_US)
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
    supply = supply_at([Lending(20, 10, for_ever, for_ever, taken=some)], NOW_US)
    assert len(supply.steps) == MOST_STEPS
    assert supply.steps[-1].at_us < supply.until_us < NOW_US + AHEAD_US


def test_a_reader_whose_clock_is_behind_sees_what_it_was_told():
    supply = Supply(NOW_US + HOUR_US, (SupplyStep(NOW_US, 2, 3),))
    assert supply.at(NOW_US - 1) == SupplyStep(NOW_US, 2, 3)


def test_the_last_stay_and_its_buffer_end_before_the_window_does():
    window = [(NOW_US, NOW_US + HOUR_US)]
    supply = supply_at([Lending(1, 10, window, window)], NOW_US)
    assert [(step.at_us - NOW_US) // MINUTE_US for step in supply.steps] == [0, 35, 60]
    assert [(step.free, step.capacity) for step in supply.steps] == [(1, 1), (0, 1), (0, 0)]

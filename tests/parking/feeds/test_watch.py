"""An operator is told once when a feed dies, freezes or comes back, and never of a mere stumble."""

from hypothesis import given
from hypothesis import strategies as st

from parking.clock import MINUTE_US
from parking.feeds.watch import HOLD_US, Seen, Watched, look

NOW_US = 10**15
STATES = ("well", "frozen", "dead")


def seen(key: int, state: str, *, heard_us: int = NOW_US, late: bool = False, operator: int = 1):
    return Seen(key, f"op/{key}", operator, state, heard_us, late)


def told(looks: list[list[Seen]], every_us: int = MINUTE_US // 2) -> list[list[tuple[int, str]]]:
    """What is told at each look, one after the other."""
    watched: dict[int, Watched] = {}
    found = []
    for number, feeds in enumerate(looks):
        outcome = look(watched, feeds, NOW_US + number * every_us)
        watched |= outcome.watched
        found.append([(change.seen.source_key, change.state) for change in outcome.changes])
    return found


def test_a_feed_that_dies_and_comes_back_is_told_once_each():
    looks = [[seen(1, "well")], *[[seen(1, "dead")]] * 5, *[[seen(1, "well")]] * 15]
    assert [one for at in told(looks) for one in at] == [(1, "dead"), (1, "well")]


def test_a_feed_that_is_dead_when_first_seen_is_no_news_but_its_return_is():
    looks = [*[[seen(1, "dead")]] * 5, *[[seen(1, "well")]] * 12]
    assert [one for at in told(looks) for one in at] == [(1, "well")]


def test_one_that_stumbles_is_not_told_of():
    looks = [[seen(1, state)] for state in ["well", "dead", "well", "dead", "well"] * 5]
    assert not any(told(looks))


def test_one_that_speaks_now_and_then_while_dead_is_not_back_each_time():
    dead = [[seen(1, "well")], *[[seen(1, "dead")]] * 4]
    looks = dead + [[seen(1, state)] for state in ["well", "well", "dead"] * 6]
    assert [one for at in told(looks) for one in at] == [(1, "dead")]


def test_an_operators_outage_is_told_at_once_of_all_that_fell_silent_with_it():
    quick = [seen(key, "dead", late=True) for key in (1, 2)]
    slow = seen(3, "well", heard_us=NOW_US - 9 * MINUTE_US, late=True)
    fine = seen(4, "well")
    other = seen(5, "well", late=True, operator=2)
    looks = [[seen(key, "well") for key in (1, 2, 3, 4)] + [other]]
    looks += [[*quick, slow, fine, other]] * 40
    assert [at for at in told(looks) if at] == [[(1, "dead"), (2, "dead"), (3, "dead")]]


def test_feeds_that_return_one_after_the_other_are_one_message():
    looks = [[seen(1, "well"), seen(2, "well")], *[[seen(1, "dead"), seen(2, "dead")]] * 4]
    looks += [[seen(1, "well"), seen(2, "dead")]] * 6
    looks += [[seen(1, "well"), seen(2, "well")]] * 9
    assert [at for at in told(looks) if at][1:] == [[(1, "well"), (2, "well")]]


def test_a_feed_that_was_silent_for_long_before_is_no_part_of_an_outage():
    looks = [[seen(1, "well"), seen(2, "well")]]
    late = seen(2, "well", heard_us=NOW_US - 3_600 * 10**6, late=True)
    looks += [[seen(1, "dead"), late]] * 4
    assert [at for at in told(looks) if at] == [[(1, "dead")]]


@given(st.lists(st.tuples(st.sampled_from(STATES), st.integers(1, 20)), max_size=12))
def test_what_is_told_always_changes_and_had_lasted(runs: list[tuple[str, int]]):
    states = [state for state, length in runs for _ in range(length)]
    looks = told([[seen(1, state)] for state in states])
    counts_as = states[0] if states else "well"
    for number, at in enumerate(looks):
        for _, state in at:
            assert state != counts_as
            counts_as = state
            lasted = HOLD_US[state] // (MINUTE_US // 2)
            assert set(states[number - lasted : number + 1]) == {state}

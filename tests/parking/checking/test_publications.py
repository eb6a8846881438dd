"""A feed that is empty, or lost many lots at once, keeps its last good state for the time being."""

from parking.checking.publications import Judged, Publications, new_publications
from parking.clock import MINUTE_US

LOTS = {f"L{n}": 10 + n for n in range(10)}


class Fetched:
    """A feed that is fetched every five minutes."""

    def __init__(self) -> None:
        self.state: Publications = new_publications(5)
        self.at_us = 0

    def see(self, lots: dict[str, int]) -> Judged:
        self.at_us += 5 * MINUTE_US
        return self.state.see(self.at_us, lots)


def moved(by: int) -> dict[str, int]:
    return {name: free + by for name, free in LOTS.items()}


def test_an_ordinary_publication_is_taken_at_once() -> None:
    feed = Fetched()
    assert all(feed.see(moved(n)) == (True, []) for n in range(5))


def test_an_empty_one_is_never_taken_and_ends_when_lots_are_back() -> None:
    feed = Fetched()
    feed.see(moved(0))
    first = feed.see({})
    assert not first.take
    assert [(one.rule, one.end_us) for one in first.verdicts] == [("empty_publication", None)]
    assert not any(feed.see({}).take for _ in range(20))
    assert feed.state.good == moved(0)
    back = [feed.see(moved(n)) for n in range(3)]
    assert all(one.take for one in back)
    assert [one.rule for one in back[-1].verdicts if one.end_us] == ["empty_publication"]


def test_more_than_a_third_lost_is_held_back_until_the_next_one_says_so_too() -> None:
    feed = Fetched()
    feed.see(moved(0))
    few = {name: free for name, free in LOTS.items() if name > "L3"}
    first, second = feed.see(few), feed.see(few)
    assert not first.take
    assert [one.rule for one in first.verdicts] == ["mass_change"]
    assert first.verdicts[0].evidence == {"gone": 4, "of": 10}
    assert second.take
    assert feed.state.good == few


def test_a_lot_or_two_may_go() -> None:
    feed = Fetched()
    feed.see(moved(0))
    assert feed.see({name: free for name, free in LOTS.items() if name > "L1"}).take


def test_all_lots_at_nothing_is_held_back_and_one_bad_moment_leaves_no_trace() -> None:
    feed = Fetched()
    feed.see(moved(0))
    held = feed.see(dict.fromkeys(LOTS, 0))
    assert not held.take
    assert [one.rule for one in held.verdicts] == ["mass_change"]
    assert feed.see(moved(1)).take
    assert feed.state.good == moved(1)
    assert not feed.see(dict.fromkeys(LOTS, 0)).take


def test_a_feed_that_always_said_the_same_of_all_lots_is_left_be() -> None:
    feed = Fetched()
    assert feed.see(dict.fromkeys(LOTS, 1)) == (True, [])
    assert feed.see(dict.fromkeys(LOTS, 2)) == (True, [])

"""Watch: when a feed counts as dead, frozen or back, so that its operator is told once. Pure.

What is seen must last before it counts, so that a feed which comes and goes is no news each time;
feeds of one operator that change together are one message.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import Final, Literal, NamedTuple

from parking.clock import MINUTE_US

WatchState = Literal["well", "frozen", "dead"]
Event = Literal["feed.dead", "feed.frozen", "feed.back"]
EVENT_OF: Final[dict[WatchState, Event]] = {
    "dead": "feed.dead",
    "frozen": "feed.frozen",
    "well": "feed.back",
}
HOLD_US: Final[dict[WatchState, int]] = {
    "dead": MINUTE_US,
    "frozen": MINUTE_US,
    "well": 5 * MINUTE_US,
}
"""So long it must look so before it counts as so."""
TOGETHER_US: Final = 10 * MINUTE_US
"""Feeds of one operator that fell silent within that time are one outage."""


class Watched(NamedTuple):
    """How a feed counts, since when, and what it has seemed to be since then."""

    state: WatchState
    since_us: int
    suspected: WatchState | None = None
    suspected_us: int = 0


class Seen(NamedTuple):
    """How a feed looks now. `is_late`: it is silent, if not for so long that it looks dead."""

    source_key: int
    source_id: str
    operator_key: int
    state: WatchState
    heard_us: int
    is_late: bool


class Change(NamedTuple):
    """A feed that counts as something else from now on."""

    seen: Seen
    state: WatchState
    after: Watched


class Outcome(NamedTuple):
    """What to remember of each feed, and what there is to tell."""

    watched: dict[int, Watched]
    changes: list[Change]


def look(before: Mapping[int, Watched], seen: Iterable[Seen], now_us: int) -> Outcome:
    """Judge all feeds of a city; one that is new here is taken as it looks, and nothing is told."""
    watched: dict[int, Watched] = {}
    by_operator: dict[int, list[Seen]] = defaultdict(list)
    for one in seen:
        known = before.get(one.source_key)
        if known is None:
            watched[one.source_key] = Watched(one.state, now_us)
            continue
        # One that went along with others' outage is not back before it speaks.
        state = "dead" if known.state == "dead" and one.is_late else one.state
        watched[one.source_key] = _suspected(known, state, now_us)
        by_operator[one.operator_key].append(one)
    changes = [
        change for feeds in by_operator.values() for change in _changes(feeds, watched, now_us)
    ]
    watched |= {change.seen.source_key: change.after for change in changes}
    return Outcome(watched, changes)


def _suspected(known: Watched, state: WatchState, now_us: int) -> Watched:
    """Note what a feed seems to be; what it counts as already is no suspicion."""
    if state == known.state:
        return Watched(known.state, known.since_us)
    if state == known.suspected and known.suspected_us <= now_us:
        return known
    return Watched(known.state, known.since_us, state, now_us)


def _changes(feeds: list[Seen], watched: Mapping[int, Watched], now_us: int) -> Iterable[Change]:
    """Yield the feeds of one operator that have lasted, and those that go along with them."""
    ripe = {
        known.suspected: one.heard_us
        for one in feeds
        if (known := watched[one.source_key]).suspected is not None
        and now_us - known.suspected_us >= HOLD_US[known.suspected]
    }
    for one in feeds:
        known = watched[one.source_key]
        state = known.suspected
        if state is None and known.state != "dead" and "dead" in ripe and one.is_late:
            state = "dead" if abs(one.heard_us - ripe["dead"]) <= TOGETHER_US else None
        if state is not None and state in ripe:
            yield Change(one, state, Watched(state, now_us))

"""Lot checks: what one source says of one lot, shown to all detectors in the order of its times."""

from collections.abc import Iterator
from typing import Final

from parking.checking.bay_checks import see_bay, tells_pace
from parking.checking.count_checks import judge_step
from parking.checking.impossible import TOO_SMALL
from parking.checking.local_week import hour_of_week
from parking.checking.lot_state import LotState
from parking.checking.observation import Observation, Step
from parking.checking.shut_lots import count_at_rest, is_no_step, skip_shut, teaches_pace
from parking.checking.stillness import INSIDE, place_of
from parking.checking.telling import make_way, told
from parking.checking.thresholds import CLAMPED_IS_FROZEN_US, LONGEST_WATCH_US, OFFLINE_INTERVALS
from parking.checking.verdict import GOOD, Bad, Rule, Verdict
from parking.clock import SECOND_US

_STILL: Final[tuple[Rule, ...]] = ("frozen", "clamped")
_NO_LIFE: Final[tuple[Rule, ...]] = ("flapping", "missing_as_zero", "impossible", "cloned")
_VEHICLES: Final = frozenset({"entry", "exit"})
_MOVES: Final = frozenset({"entry", "exit", "totals"})


def see(state: LotState, seen: Observation) -> Iterator[Verdict]:
    """Take in a report; yields verdicts that open or end by it."""
    now_us = seen.received_us
    yield from told(state.ledger, "cloned", state.cloned.see(seen), now_us)
    yield from told(state.ledger, "clock_shifted", state.clock.see(seen), now_us)
    state.received_us = max(state.received_us, now_us)
    if seen.kind in _MOVES:
        _move(state, seen)
    if seen.kind == "heartbeat":
        state.beats.hear(seen.observed_us, learn=teaches_pace(state, state.beats.heard_us))
    if seen.observed_us > state.heard_us:
        yield from told(state.ledger, "offline", GOOD, seen.observed_us)
    elif seen.free is None or seen.observed_us <= state.counted_us:
        state.was_shifted = state.is_shifted
        return
    _hear(state, seen)
    if seen.kind == "space":
        yield from see_bay(state, seen)
    elif seen.kind == "heartbeat":
        state.has_heartbeats = True
        yield from confirm(state, seen.observed_us)
    elif seen.free is not None and seen.kind in {"snapshot", "entry", "exit"}:
        yield from _count(state, seen, seen.free)


def confirm(state: LotState, until_us: int) -> Iterator[Verdict]:
    """Take that the newest count held until a moment: by a heartbeat, or as its feed is alive."""
    if state.free is None or until_us <= state.stillness.confirmed_us:
        return
    skip_shut(state, until_us)
    if until_us <= state.stillness.confirmed_us:
        return
    span_us = until_us - state.stillness.confirmed_us
    seen_us = span_us if span_us <= _longest_us(state) else 0
    state.stillness.stood(until_us, seen_us, place_of(state.free, state.capacity))
    yield from _still(state, until_us)


def pass_time(state: LotState, now_us: int) -> Iterator[Verdict]:
    """Look at what silence says of an open lot whose own reports are waited for."""
    expected = state.stillness.expected_so_far
    if not state.ledger.stands("flapping"):
        yield from told(state.ledger, "missing_as_zero", state.zeros.wait(now_us, expected), now_us)
    heard_us = max(state.heard_us, state.received_us, state.doors.shut_us)
    if state.pulse.silent_too_long(now_us, heard_us):
        silent_s = (now_us - heard_us) / SECOND_US
        since_us = max(state.heard_us, state.doors.shut_us)
        evidence = {"minutes": round(silent_s / 60), "usual_s": round(state.pulse.usual_s)}
        yield from told(state.ledger, "offline", Bad(since_us, evidence), now_us)


def _hear(state: LotState, seen: Observation) -> None:
    """Vehicles come when they come; what is told at its own pace is a cadence."""
    state.heard_us = max(state.heard_us, seen.observed_us)
    if seen.kind == "space" and not tells_pace(state, seen):
        return
    if seen.kind not in _VEHICLES or state.free is None:
        learn = teaches_pace(state, state.cadence.heard_us)
        state.cadence.hear(seen.observed_us, learn=learn)


def _move(state: LotState, seen: Observation) -> None:
    """Vehicles of another class than the one whose count is watched do not change that count."""
    if seen.space_class != state.space_class:
        return
    if seen.observed_us > state.counted_us:
        state.movements.move(seen)
    elif not (state.is_shifted or state.ledger.stands("inverted")):
        state.movements.move_late(seen)


def _count(state: LotState, seen: Observation, free: int) -> Iterator[Verdict]:
    if state.space_class not in {None, seen.space_class}:
        return
    state.space_class = seen.space_class
    state.capacity_said = state.capacity_said if seen.capacity is None else seen.capacity
    state.most_free = max(state.most_free, free)
    if state.free is None:
        state.stillness.begin(seen.observed_us)
        state.movements.settle()
    elif is_no_step(state, seen.observed_us):
        yield from count_at_rest(state, seen.observed_us, free)
    else:
        yield from _step(state, seen.observed_us, free, state.free)
    state.free, state.counted_us = free, seen.observed_us


def _step(state: LotState, at_us: int, free: int, before: int) -> Iterator[Verdict]:
    hour = hour_of_week(at_us, state.facts.timezone)
    step = Step(at_us, free, state.counted_us, before, state.capacity, hour)
    for rule, judgement in judge_step(state, step):
        if isinstance(judgement, Bad):
            yield from make_way(state.ledger, rule, judgement, at_us, by=TOO_SMALL)
        yield from told(state.ledger, rule, judgement, at_us)
    state.was_shifted = bool(state.clock.lags)
    if step.change:
        yield from _moved(state, step)
    else:
        yield from confirm(state, at_us)


def _moved(state: LotState, step: Step) -> Iterator[Verdict]:
    """What goes to and fro by itself is no life, and teaches nothing about it."""
    watched_us = step.us - state.stillness.confirmed_us
    is_life = not (state.is_shifted or any(map(state.ledger.stands, _NO_LIFE)))
    if watched_us > _longest_us(state) or not is_life:
        watched_us = 0
    place = place_of(step.before, step.capacity)
    at_end = not state.cadence.is_regular
    judged = state.stillness.moved(step.us, watched_us, place, at_end=at_end)
    for rule in _STILL:
        yield from told(state.ledger, rule, judged, step.us)


def _still(state: LotState, now_us: int) -> Iterator[Verdict]:
    """Tell of a count that stands: clamped at a bound, frozen inside or where it stands longer."""
    found = state.stillness.judged()
    if not isinstance(found, Bad) or state.is_shifted or state.ledger.stands("missing_as_zero"):
        return
    at_bound = state.free is not None and place_of(state.free, state.capacity) != INSIDE
    stands_us = now_us - found.start_us
    rule: Rule = "frozen"
    if at_bound and state.stillness.ever_moved and stands_us < CLAMPED_IS_FROZEN_US:
        rule = "clamped"
    elif (ended := state.ledger.end("clamped", now_us)) is not None:
        yield ended
    yield from told(state.ledger, rule, found, now_us)


def _longest_us(state: LotState) -> int:
    """Return how far two equal counts may be apart for the lot to have been watched between."""
    usual_us = round(OFFLINE_INTERVALS * state.cadence.usual_s * SECOND_US)
    return max(LONGEST_WATCH_US, usual_us)

"""Count checks: one step of a lot's counts, judged by all rules but how long it stood."""

from collections.abc import Iterator
from typing import Final

from parking.checking.lot_state import LotState
from parking.checking.observation import Step
from parking.checking.phase import by_phase
from parking.checking.swing import most_cars
from parking.checking.thresholds import ODD_DEVIATIONS, ODD_SIZES, ZERO_DEVIATIONS
from parking.checking.verdict import Bad, Judgement, Rule

_MISLEADING: Final[tuple[Rule, ...]] = (
    "flapping", "clamped", "impossible", "frozen"
)  # fmt: skip
"""Counts that are wrong like this say nothing of a mirror image."""
_STOOD: Final[tuple[Rule, ...]] = ("frozen", "clamped", "offline", "flapping")
"""What was wrong like this jumps when it is right again."""


def judge_step(state: LotState, step: Step) -> Iterator[tuple[Rule, Judgement]]:
    """Judge a step; what one rule explains is no sign for another."""
    lanes = state.facts.lanes
    deviations = state.swing.deviations(step)
    is_odd = _is_odd(state, step, deviations)
    resumes = any(map(state.ledger.stands, _STOOD))
    is_fall = (is_odd or deviations >= ZERO_DEVIATIONS) and not resumes
    zero = state.zeros.see(step, is_odd=is_fall)
    is_zero = state.zeros.is_jump and not state.ledger.stands("flapping")
    if is_zero or not isinstance(zero, Bad):
        yield "missing_as_zero", zero
    if not is_zero:
        yield _flapping(state, step, deviations)
    turned = is_zero or state.flapping.turned_now or state.ledger.stands("flapping")
    yield "impossible", state.impossible.see(step, lanes, is_glitch=turned)
    yield "clamped", _clamped(state, step)
    yield "frozen", state.movements.still(step)
    yield from _by_hour(state, step, is_odd=is_odd, is_zero=is_zero)
    state.movements.settle()
    if not turned:
        state.swing.learn(step)


def _by_hour(
    state: LotState, step: Step, *, is_odd: bool, is_zero: bool
) -> Iterator[tuple[Rule, Judgement]]:
    if state.is_shifted:
        return
    yield from _inverted(state, step, is_odd=is_odd, is_zero=is_zero)
    if not state.ledger.stands("inverted"):
        yield "drifting", state.movements.drifting(step)
        yield "drifting", state.night.see(step)


def _is_odd(state: LotState, step: Step, deviations: float) -> bool:
    """Tell whether cars do not make such a step."""
    if deviations >= ODD_DEVIATIONS or abs(step.change) > most_cars(step, state.facts.lanes):
        return True
    return not state.cadence.is_regular and state.swing.sizes(step) >= ODD_SIZES


def _flapping(state: LotState, step: Step, deviations: float) -> tuple[Rule, Judgement]:
    """What jumps to and fro between a count and nothing is a value that is missing."""
    found = state.flapping.see(step, deviations)
    if not isinstance(found, Bad) or found.evidence["low"] or state.ledger.stands("flapping"):
        return "flapping", found
    evidence = {"before": found.evidence["high"], "times": found.evidence["times"]}
    return "missing_as_zero", Bad(found.start_us, evidence)


def _clamped(state: LotState, step: Step) -> Judgement:
    """Good is a count inside alone: one that stands at a bound is not over."""
    found = state.clamped.see(step)
    if isinstance(found, Bad):
        return None if state.ledger.stands("impossible") else found
    return None


def _inverted(
    state: LotState, step: Step, *, is_odd: bool, is_zero: bool
) -> Iterator[tuple[Rule, Judgement]]:
    was_empty = state.zeros.was_empty
    misleads = any(map(state.ledger.stands, _MISLEADING)) or (
        state.ledger.stands("missing_as_zero") and not was_empty
    )
    if misleads or (is_zero and not (was_empty and step.free == 0)):
        return
    stands = state.ledger.stands("inverted")
    by_gates = state.movements.inverted(step)
    by_count = state.inverted.see(step, is_odd=is_odd, stands=stands)
    if by_gates is not None:
        yield "inverted", by_gates
        return
    yield "inverted", by_count
    if not stands and by_count is None and step.hour != state.phase_hour:
        state.phase_hour = step.hour
        yield "inverted", _by_phase(state)


def _by_phase(state: LotState) -> Judgement:
    """From then on the mirror image of what was seen is what is usual."""
    profile = state.inverted.profile
    found = by_phase(profile, state.facts.land_use, state.stillness.first_us)
    if isinstance(found, Bad):
        profile.mirror()
    return found

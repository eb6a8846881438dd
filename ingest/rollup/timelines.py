"""Timelines: from when on what was said of a lot or a source differs, and what is over. Pure."""

from bisect import bisect_right
from collections.abc import Sequence
from operator import attrgetter
from typing import Final

from parking.planning.history.lending_step import LendingStep
from parking.planning.history.past_facts import FactsStep, RhythmStep

_at_us: Final = attrgetter("at_us")
_Timeline = Sequence[FactsStep] | Sequence[RhythmStep]


def without_past(steps: Sequence[LendingStep], folded_us: int) -> Sequence[LendingStep]:
    """Leave out the steps that were over before a moment."""
    return steps[max(0, bisect_right(steps, folded_us, key=_at_us) - 1) :]


def turned_us(before: _Timeline, after: _Timeline) -> int | None:
    """Return from when on two timelines differ; None where they do not."""
    shared = 0
    for one, other in zip(before, after, strict=False):
        if one != other:
            break
        shared += 1
    turns_us = [
        step.since_us for step in (*before[shared : shared + 1], *after[shared : shared + 1])
    ]
    if not turns_us:
        return None
    return 0 if shared == 0 else min(turns_us)

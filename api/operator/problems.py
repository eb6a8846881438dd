"""Several problems of one body told as one: the first's type and place, the words of all."""

from collections.abc import Sequence
from dataclasses import replace

from parking.problems import Problem

_TOLD_MAX = 10


def all_of(problems: Sequence[Problem]) -> Problem:
    """Join the details, each after its pointer, so that one try shows all that is wrong."""
    first = problems[0]
    if len(problems) == 1:
        return first
    told = [f"{problem.pointer}: {problem.detail}" for problem in problems[:_TOLD_MAX]]
    if len(problems) > _TOLD_MAX:
        told.append(f"and {len(problems) - _TOLD_MAX} more")
    return replace(first, detail="; ".join(told))

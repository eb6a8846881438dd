"""Solver: HiGHS, asked for the best values of a program's columns. It knows no parking.

The same program gives the same values on any machine: one thread, one seed, and work limited by
looks of the solver at itself, never by time. What is stopped gives the best that was found by
then, and its bound tells how good it may get.
"""

import math
from itertools import count
from typing import Final

import highspy
import numpy as np
from msgspec import Struct

from parking.planning.tidal.program import Floats, Ints, Program

GAP: Final = 1e-3
"""A choice proven to be within this share of the best is taken."""
MOST_LOOKS: Final = 60
"""Of a district enough to be done; of 6,000 lots side by side about half a minute."""
_EFFORT: Final = 0.02
"""Share of work for guesses; the usual one and a half times as long here for the same answers."""
_WHOLE: Final = highspy.HighsVarType.kInteger
_BROKEN: Final = highspy.HighsVarType.kContinuous
_BEST: Final = highspy.HighsModelStatus.kOptimal
_STOPPED: Final = highspy.HighsModelStatus.kInterrupt


class UnsolvedError(Exception):
    """The program has no values, or the solver stopped before it had any."""


class Solution(Struct, frozen=True):
    """`bound`: nothing reaches a greater worth, as far as the solver has proven.

    Where columns may be broken, `prices` is what each row's bound is worth, and `losses` what a
    whole column costs that the best values are without.
    """

    values: Floats
    worth: float
    bound: float
    prices: Floats
    losses: Floats


def solve(
    program: Program,
    gap: float = GAP,
    *,
    whole: bool = True,
    start: tuple[Ints, Floats] | None = None,
) -> Solution:
    """Return the best values there are, or the best found and how good they may get at most.

    Without `whole` every column may be broken. `start`: whole columns and values to begin from.
    """
    if not program.columns:
        return Solution(np.zeros(0), 0.0, 0.0, np.zeros(program.rows), np.zeros(0))
    whole = whole and bool(program.is_whole.any())
    highs = highspy.Highs()  # type: ignore[no-untyped-call]  # its own __init__ has no types
    for option, value in (
        ("output_flag", False), ("threads", 1), ("random_seed", 1),
        ("mip_rel_gap", gap), ("mip_heuristic_effort", _EFFORT),
    ):  # fmt: skip
        highs.setOptionValue(option, value)
    highs.passModel(_model(program, whole=whole))
    if start is not None:
        highs.setSolution(start[0].size, *start)
    looks = count()

    def stop_in_time(event: highspy.highs.HighsCallbackEvent) -> None:
        event.interrupt(next(looks) >= MOST_LOOKS)

    highs.cbMipInterrupt += stop_in_time
    highs.run()
    found, solution = highs.getInfo(), highs.getSolution()
    values, prices = np.array(solution.col_value), np.array(solution.row_dual)
    losses = np.maximum(0.0, -np.array(solution.col_dual))
    status = highs.getModelStatus()
    is_found = status == _STOPPED and math.isfinite(found.objective_function_value)
    if not (status == _BEST or is_found) or values.size != program.columns:
        raise UnsolvedError(highs.modelStatusToString(status))
    worth = float(found.objective_function_value)
    return Solution(values, worth, float(found.mip_dual_bound) if whole else worth, prices, losses)


def _model(program: Program, *, whole: bool) -> highspy.HighsLp:
    model = highspy.HighsLp()
    model.sense_ = highspy.ObjSense.kMaximize
    model.num_col_, model.num_row_ = program.columns, program.rows
    model.col_cost_, model.col_upper_ = program.worth, program.most
    model.col_lower_ = np.zeros(program.columns)
    model.row_upper_ = program.bounds
    model.row_lower_ = np.full(program.rows, -highspy.kHighsInf)
    begins, columns, factors = program.by_row()
    model.a_matrix_.format_ = highspy.MatrixFormat.kRowwise
    model.a_matrix_.start_ = begins
    model.a_matrix_.index_ = columns
    model.a_matrix_.value_ = factors
    if whole:
        model.integrality_ = [_WHOLE if it else _BROKEN for it in program.is_whole]
    return model

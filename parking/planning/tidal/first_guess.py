"""First guess: lenders taken one by one, each time who adds most to those taken before.

A choice that is good enough to begin from, never the one that is told.
"""

from heapq import heapify, heappop, heappush

import numpy as np
from msgspec.structs import astuple

from parking.planning.tidal.limits import Limits
from parking.planning.tidal.lot_hours import Floats, Ints
from parking.planning.tidal.menu import Alone, Lenders, Menu
from parking.planning.tidal.offers import Needs


def first_guess(lenders: Lenders, needs: Needs, alone: Floats, limits: Limits) -> Menu:
    """Return the choices taken. `alone`: what each lot brings alone, from which it never rises."""
    wanted = needs.widths.copy()
    owed = limits.min_relief_h * needs.all_days
    heap = [(-float(alone[lender]), lender) for lender in lenders if alone[lender] > 0]
    heapify(heap)
    taken: list[Menu] = []
    while heap and len(taken) < limits.max_agreements:
        _, lender = heappop(heap)
        choices = lenders.alone(lender, wanted)
        brings, best = choices.best()
        adds = brings - owed
        if adds <= 0:
            continue
        if heap and adds < -heap[0][0]:
            heappush(heap, (-adds, lender))
            continue
        taken.append(_signed(lender, choices, best))
        lenders.serve(lender, taken[-1], wanted)
    return Menu(*np.concatenate([np.zeros((5, 0), np.int64), *map(_rows, taken)], axis=1))


def _signed(lender: int, choices: Alone, best: Ints) -> Menu:
    columns = (column[best] for column in astuple(choices)[:4])
    return Menu(np.full(best.size, lender), *columns)


def _rows(choices: Menu) -> Ints:
    return np.stack(astuple(choices))

"""Choice: who lends how many spaces when, and whom that relieves; the best there is.

In plain words in docs/tidal-opportunities.md. What a space-hour relieves is counted once, wherever
it was opened; each opened space-hour costs the yield that it owes, each agreement what makes it
worth signing.
"""

from typing import Final

import numpy as np
from msgspec import Struct, structs

from parking.planning.tidal.choice_parts import Laid, lay
from parking.planning.tidal.first_guess import first_guess
from parking.planning.tidal.limits import Limits
from parking.planning.tidal.lot_hours import Floats, Ints, Marks
from parking.planning.tidal.menu import Lenders, Menu, menu
from parking.planning.tidal.offers import Needs
from parking.planning.tidal.reach import Reach
from parking.planning.tidal.solver import GAP, solve

_CHOSEN: Final = 0.5
_SOME: Final = 1e-6
FIRST_LENDERS: Final = 2
"""For each agreement that is allowed so many lenders are looked at first."""
USUAL_GAP: Final = 0.015
"""By about so much of its worth a program promises more with broken choices than with whole."""
FEW_CHOICES: Final = 1_000
"""Those that broken choices are made of, and next to them, nearly always hold a good choice."""
MOST_CHOICES: Final = 12_000
"""What the solver is given at most; beyond that the best lenders are taken, and `bound` tells."""


class Flows(Struct, frozen=True):
    """Spaces that go from a lender to a place in an hour: pair of the reach, hour, how many."""

    pair: Ints
    hour: Ints
    spaces: Floats


class Chosen(Struct, frozen=True):
    """What was taken of the menu, marked in all that was looked at, and how opened spaces go.

    `worth`: full space-hours relieved on all days looked at, less what opened space-hours and
    agreements have to bring; `bound`: no choice has more, of whatever lenders.
    """

    menu: Menu
    taken: Marks
    flows: Flows
    worth: float
    bound: float


class _Relaxed(Struct, frozen=True):
    """What broken choices would be worth, what one more agreement would add, and what each choice
    costs that broken ones are without.
    """

    worth: float
    price: float
    losses: Floats


class _Ground(Struct, frozen=True):
    needs: Needs
    reach: Reach
    limits: Limits


def choose(
    offers: Floats,
    needs: Needs,
    reach: Reach,
    limits: Limits,
    *,
    gap: float = GAP,
    most_choices: int = MOST_CHOICES,
) -> Chosen:
    """Choose to within `gap` of the best; lots are indices of offers and needs.

    Few of a city's lenders can be among the best. So the lenders that would bring most alone are
    looked at first, and the budget's own price tells which others could still matter: whoever
    brings less alone than an agreement is worth, less what is still open, is in no better choice.
    """
    ground = _Ground(needs, reach, limits)
    lenders = Lenders(offers, needs, reach, limits)
    choices, alone = menu(lenders, needs, limits, offers.shape[0])
    guess = first_guess(lenders, needs, alone, limits)
    order = np.argsort(-alone, kind="stable")
    sizes = np.bincount(choices.lender, minlength=alone.size)[order]
    most = max(1, int(np.searchsorted(np.cumsum(sizes), most_choices, side="right")))
    looked_at = min(most, FIRST_LENDERS * limits.max_agreements)
    while True:
        looked = np.union1d(order[:looked_at], guess.lender)
        within = choices.only(np.isin(choices.lender, looked))
        relaxed = _relaxed(ground, within)
        wanted = int((alone > max(0.0, relaxed.price - USUAL_GAP * relaxed.worth)).sum())
        if looked_at >= min(most, wanted):
            chosen = _chosen(ground, within, relaxed, within.holds(guess), gap)
            rest = np.delete(alone, looked)
            return _bounded(chosen, relaxed.worth, rest[rest > 0] - relaxed.price)
        looked_at = min(most, wanted)


def _relaxed(ground: _Ground, choices: Menu) -> _Relaxed:
    laid = lay(choices, ground.needs, ground.reach, ground.limits)
    solution = solve(laid.program, whole=False)
    losses = solution.losses[laid.options] + solution.losses[laid.signs]
    price = float(solution.prices[laid.budget]) if losses.size else 0.0
    return _Relaxed(solution.worth, price, losses)


def _chosen(ground: _Ground, choices: Menu, relaxed: _Relaxed, guess: Marks, gap: float) -> Chosen:
    """Choose among few first; then among all that, for what they cost, may still be in a better."""
    first = guess.copy()
    first[np.argsort(relaxed.losses, kind="stable")[:FEW_CHOICES]] = True
    chosen = _solved(ground, choices, first, guess, gap)
    open_gap = relaxed.worth - (1.0 + gap) * chosen.worth
    second = first | (relaxed.losses < open_gap)
    # What the solver could not finish with few choices it finishes with more even less.
    is_done = chosen.bound <= (1.0 + 2.0 * gap) * chosen.worth + _SOME
    if not is_done:
        second = first
    elif second.sum() > first.sum():
        again = _solved(ground, choices, second, chosen.taken, gap)
        chosen = max(again, chosen, key=lambda one: one.worth)
        chosen = structs.replace(chosen, bound=again.bound)
    left = relaxed.losses[~second]
    bound = max(chosen.bound, relaxed.worth - left.min()) if left.size else chosen.bound
    return structs.replace(chosen, bound=bound)


def _solved(ground: _Ground, choices: Menu, within: Marks, start: Marks, gap: float) -> Chosen:
    """Solve for some of the choices; `start` are those to begin from."""
    laid = lay(choices.only(within), ground.needs, ground.reach, ground.limits)
    solution = solve(laid.program, gap, start=_begin(laid, start[within]))
    spaces = solution.values[laid.flows.column]
    some = spaces > _SOME
    taken = np.zeros(within.size, bool)
    taken[within] = solution.values[laid.options] > _CHOSEN
    flows = Flows(laid.flows.pair[some], laid.flows.hour[some], spaces[some])
    return Chosen(choices.only(taken), taken, flows, solution.worth, solution.bound)


def _begin(laid: Laid, taken: Marks) -> tuple[Ints, Floats]:
    """Return the whole columns and their values; the solver finds the rest."""
    values = np.zeros(laid.program.columns)
    values[laid.options[taken]] = 1.0
    values[laid.signs[taken]] = 1.0
    whole = np.flatnonzero(laid.program.is_whole)
    return whole, values[whole]


def _bounded(chosen: Chosen, relaxed: float, others: Floats) -> Chosen:
    """Raise the bound to what choices with the other lenders could reach.

    `others`: what each would bring alone, less the price of an agreement. Broken choices among
    those looked at are worth at most the price less for each agreement that is given up.
    """
    if not others.size:
        return chosen
    above = np.maximum(others, 0.0).sum() or others.max()
    return structs.replace(chosen, bound=max(chosen.bound, relaxed + above))

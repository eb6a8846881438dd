"""Lending past: what a lot had lent over time, from windows, terms, suspensions and stays.

It knows no store. What it tells are the steps that the fold of a lot's history takes.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence

from msgspec import Struct

from parking.live.supply_register import Away, OwnClass
from parking.planning.history.lending_step import LendingStep
from parking.sharing.spans import common, without
from parking.sharing.terms import Moments


class Lent(Struct, frozen=True):
    """So many spaces of an own class, or one that a sharer's car is in, in some times."""

    own_class: OwnClass
    spaces: int
    times: Sequence[Moments]


class AgreementPast(Struct, frozen=True):
    """One agreement: `stay` are its windows, `suspended` what was taken back of all of it.

    `offered` are its spaces by the terms of each time, `returned` single ones that were taken back,
    `stays` cars that came; each where it lies, windows or not.
    """

    stay: Sequence[Moments]
    offered: Sequence[Lent]
    suspended: Sequence[Moments] = ()
    returned: Sequence[Lent] = ()
    stays: Sequence[Lent] = ()


def lending_steps(agreements: Iterable[AgreementPast]) -> tuple[LendingStep, ...]:
    """Return what all agreements of a lot came to, each step from when it was so."""
    turns: dict[int, Counter[tuple[str, OwnClass]]] = {}
    for agreement in agreements:
        for name, lent, sign in _parts(agreement):
            for from_us, to_us in lent.times:
                turns.setdefault(from_us, Counter())[name, lent.own_class] += sign * lent.spaces
                turns.setdefault(to_us, Counter())[name, lent.own_class] -= sign * lent.spaces
    return tuple(_steps(turns))


def _parts(agreement: AgreementPast) -> Iterator[tuple[str, Lent, int]]:
    """Yield what was open and what was taken within windows.

    Where somebody stayed all the same, nothing was taken back.
    """
    open_times = without(agreement.stay, agreement.suspended)
    for lent in agreement.offered:
        yield "open", _within(lent, open_times), 1
    for lent in agreement.returned:
        yield "open", _within(lent, open_times), -1
    for lent in agreement.stays:
        yield "taken", _within(lent, agreement.stay), 1
        yield "open", _within(lent, common(agreement.stay, agreement.suspended)), 1


def _within(lent: Lent, times: Sequence[Moments]) -> Lent:
    return Lent(lent.own_class, lent.spaces, common(lent.times, times))


def _steps(turns: Mapping[int, Counter[tuple[str, OwnClass]]]) -> Iterator[LendingStep]:
    now: Counter[tuple[str, OwnClass]] = Counter()
    before: LendingStep | None = None
    for at_us in sorted(turns):
        now.update(turns[at_us])
        step = _step(at_us, now)
        if before is None or (step.capacity, step.taken, step.away) != (
            before.capacity, before.taken, before.away,
        ):  # fmt: skip
            yield step
            before = step


def _step(at_us: int, now: Mapping[tuple[str, OwnClass], int]) -> LendingStep:
    classes = sorted({own_class for _, own_class in now})
    opened = {own: max(0, now.get(("open", own), 0)) for own in classes}
    taken = {own: max(0, now.get(("taken", own), 0)) for own in classes}
    spaces = {own: max(opened[own], taken[own]) for own in classes}
    return LendingStep(
        at_us=at_us,
        capacity=sum(spaces.values()),
        taken=sum(taken.values()),
        away={own: Away(spaces[own], spaces[own] - taken[own]) for own in classes if spaces[own]},
    )

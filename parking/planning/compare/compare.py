"""Compares a place at which something was changed with places at which nothing was.

Difference in differences against matched controls, before and after. How far it keeps its stated
confidence was measured: `gap` and docs/compare.md say it. It knows no store.
"""

from collections.abc import Callable, Collection, Sequence
from datetime import date
from typing import Final

import numpy as np
from msgspec.structs import replace

from parking.planning.compare.comparison import (
    FEWEST_DAYS,
    Comparison,
    Control,
    DayPair,
    Interval,
    Side,
    Verdict,
)
from parking.planning.compare.gap import Gap, gap_of
from parking.planning.compare.matching import MOST_CONTROLS, distances, nearest
from parking.planning.compare.outcomes import Outcome
from parking.planning.compare.panel import (
    Floats,
    Panel,
    comparable,
    daily,
    is_comparable,
    panel_of,
)
from parking.planning.compare.places import PlaceDays
from parking.planning.compare.words import Left, notes_of
from parking.sharing.terms import DayClass

CONFIDENCE: Final = 0.95
MOST_KNOWN: Final = 0.5


def compare(
    outcome: Outcome,
    treated: PlaceDays,
    pool: Sequence[PlaceDays],
    *,
    before: Collection[date],
    after: Collection[date],
    day_class: Callable[[date], DayClass],
    confidence: float = CONFIDENCE,
    most_controls: int = MOST_CONTROLS,
) -> Comparison:
    """Tell by how much more the treated place changed than those of the pool most like it before.

    No place of the pool may have been changed itself, or lie where those go who are turned away
    from the treated one. Days of each side are local days; those of neither are left out.
    """
    pool = sorted(pool, key=lambda place: place.place_id)
    whole = panel_of(outcome, [treated, *pool], before, after, day_class)
    panel = comparable(whole)
    rows = np.flatnonzero(is_comparable(panel))
    able = [pool[row - 1] for row in rows.tolist() if row]
    panel, far, controls = panel.of(rows), np.zeros(0), np.zeros(0, np.int64)
    if panel.days and able:
        far = distances(panel, outcome, [treated, *able])
        controls = nearest(far, most_controls)
        panel = _told_of(panel.of(np.concatenate([[0], controls])))
    left = _left(whole, panel, len(pool) - len(able))
    gap = gap_of(panel, confidence)
    told = Comparison(outcome, confidence, "untold", left.days_before, left.days_after)
    if gap is None or min(left.days_before, left.days_after) < FEWEST_DAYS:
        return replace(told, notes=notes_of(told, left))
    told = replace(
        told,
        verdict=_verdict(gap),
        treated=_side(gap, 0),
        expected=float(gap.after[0]) - gap.effect,
        interval=_interval(gap),
        earlier=_earlier(panel, confidence),
        controls=_controls(gap, [able[row - 1] for row in controls], far[controls]),
        days=_days(panel),
    )
    return replace(told, notes=notes_of(told, left))


def _told_of(panel: Panel) -> Panel:
    """Keep days of which most controls are known: what moves all places is seen in them alone."""
    return comparable(panel.on(panel.known[1:].mean(axis=0) > MOST_KNOWN))


def _left(whole: Panel, panel: Panel, places: int) -> Left:
    after = int(panel.is_after.sum())
    unknown = int((~whole.known[0]).sum())
    return Left(
        days_before=len(panel.days) - after,
        days_after=after,
        unknown_days=unknown,
        other_days=len(whole.days) - unknown - len(panel.days),
        places=places,
    )


def _verdict(gap: Gap) -> Verdict:
    if not gap.is_seen:
        return "none"
    return "rise" if gap.effect > 0 else "fall"


def _interval(gap: Gap) -> Interval:
    low, high = gap.effect - gap.margin, gap.effect + gap.margin
    return Interval(gap.effect, low, high, gap.widening, gap.chance)


def _earlier(panel: Panel, confidence: float) -> Interval | None:
    """Compare the halves of the time before, where the same places should not have parted yet."""
    before = panel.on(~panel.is_after)
    later = np.arange(len(before.days)) >= len(before.days) // 2
    halves = comparable(before.split_at(later))
    sizes = int((~halves.is_after).sum()), int(halves.is_after.sum())
    if min(sizes) < FEWEST_DAYS:
        return None
    gap = gap_of(halves.of(np.flatnonzero(is_comparable(halves))), confidence)
    return None if gap is None else _interval(gap)


def _controls(gap: Gap, places: Sequence[PlaceDays], far: Floats) -> tuple[Control, ...]:
    return tuple(
        Control(place.place_id, float(distance), _side(gap, row))
        for row, (place, distance) in enumerate(zip(places, far, strict=True), 1)
    )


def _side(gap: Gap, place: int) -> Side:
    return Side(float(gap.before[place]), float(gap.after[place]))


def _days(panel: Panel) -> tuple[DayPair, ...]:
    values = daily(panel)
    controls = np.nanmean(values[1:], axis=0)
    return tuple(
        DayPair(
            day,
            bool(panel.is_after[at]),
            float(values[0, at]),
            float(controls[at]),
        )
        for at, day in enumerate(panel.days)
    )

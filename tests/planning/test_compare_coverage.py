"""Intervals of before and after keep what they say, however much a day resembles the one before.

    python -m pytest -m soak -s tests/planning/test_compare_coverage.py

prints the table of docs/compare.md.
"""

from dataclasses import dataclass, replace

import numpy as np
import pytest

from parking.planning.compare.gap import gap_of
from parking.planning.compare.matching import MOST_CONTROLS, distances, nearest
from parking.planning.compare.panel import Panel, daily
from parking.planning.compare.places import PlaceDays
from parking.planning.compare.student import t_bound
from tests.planning.compare_city import Nature, days_of, shares

SHORT = Nature(before=7, after=7, lots=7)
LONG = Nature()
NATURES = {
    "7+7 days, 5 controls": replace(SHORT, lots=5),
    "7+7 days, 7 controls": SHORT,
    "14+14 days, 10 controls": replace(SHORT, before=14, after=14, lots=10),
    "28+28 days, 20 of 60": LONG,
    "… days alike 0": replace(LONG, resemblance=0.0),
    "… days alike 0.8": replace(LONG, resemblance=0.8),
    "… lots drift threefold": replace(LONG, drift=0.15),
    "… lots do not drift": replace(LONG, drift=0.0),
    "… shocks of heavy tails": replace(LONG, tails=3),
    "… city moves, lots unequally": replace(LONG, common=0.4, own_share=0.6),
    "… city falls by 10 points": replace(LONG, city_shift=-0.5),
    "… treated lot of 20 spaces": replace(LONG, treated_spaces=20),
    "… treated lot twice as fickle": replace(LONG, treated_noise=2.0),
    "… five treated lots": replace(LONG, treated=5),
}


@dataclass
class Tally:
    """Shares of cities in which the truth, nothing, lay outside: of ours and of a naive interval,
    by days as if each were news; how wide the interval is, and how often ten points are seen.
    """

    outside: float
    naive: float
    margin: float
    seen: float


def tally(nature: Nature, cities: int, *, fullest: bool = False, confidence: float = 0.95) -> Tally:
    """Let nothing happen in so many cities; `fullest`: the fullest lot is the treated one."""
    random = np.random.default_rng(0)
    found = np.array([_one(nature, random, fullest, confidence) for _ in range(cities)])
    outside, naive, seen = found[:, [0, 1, 3]].mean(axis=0)
    return Tally(outside, naive, float(np.median(found[:, 2])), seen)


def _one(
    nature: Nature, random: np.random.Generator, fullest: bool, confidence: float
) -> tuple[float, ...]:
    panel = _panel(nature, *shares(nature, random))
    rows = np.arange(len(panel.part))
    if fullest:
        level = panel.part[:, : nature.before].sum(axis=1) / panel.whole[:, : nature.before].sum(
            axis=1
        )
        rows[[0, level.argmax()]] = rows[[level.argmax(), 0]]
    panel = panel.of(rows)
    far = distances(panel, "utilization", [PlaceDays("", {}, {})] * len(rows))
    panel = panel.of([0, *nearest(far, MOST_CONTROLS)])
    gap = gap_of(panel, confidence)
    return (
        abs(gap.effect) > gap.margin,
        _is_naively_seen(panel, confidence),
        gap.margin,
        abs(gap.effect - 0.1) > gap.margin,
    )


def _panel(nature: Nature, taken: np.ndarray, spaces: np.ndarray) -> Panel:
    """Take the treated lots as one."""
    whole = np.repeat(spaces[:, None], taken.shape[1], axis=1)
    part, own = taken * whole, nature.treated
    part, whole = (np.vstack([of[:own].sum(axis=0), of[own:]]) for of in (part, whole))
    before, after = days_of(nature)
    days = (*before, *after)
    kind = np.array([int(day.weekday() >= 5) for day in days])
    return Panel(days, kind, np.arange(len(days)) >= nature.before, part, whole)


def _is_naively_seen(panel: Panel, confidence: float) -> bool:
    values = daily(panel)
    apart = values[0] - values[1:].mean(axis=0)
    after, before = apart[panel.is_after], apart[~panel.is_after]
    error = np.sqrt(after.var(ddof=1) / after.size + before.var(ddof=1) / before.size)
    return abs(after.mean() - before.mean()) > t_bound(confidence, apart.size - 2) * error


@pytest.mark.parametrize("name", ["7+7 days, 7 controls", "28+28 days, 20 of 60"])
def test_nothing_is_claimed_more_often_than_is_said(name):
    # More than 24 of 250 at 5 % happen to one in a thousand.
    assert tally(NATURES[name], 250).outside <= 24 / 250


def test_to_count_every_day_as_news_would_claim_far_too_much():
    found = tally(NATURES["… days alike 0.8"], 250)
    assert found.outside < 0.1
    assert found.naive > 0.2


@pytest.mark.soak
@pytest.mark.timeout(1800)
@pytest.mark.parametrize("name", NATURES)
def test_intervals_keep_their_confidence_in_every_kind_of_city(name):
    found = tally(NATURES[name], 2000)
    print(  # noqa: T201 - the table is what this is run for
        f"| {name} | {100 * found.outside:.1f} % | {100 * found.naive:.1f} % "
        f"| ±{100 * found.margin:.1f} | {100 * found.seen:.0f} % |"
    )
    assert found.outside <= 0.065


@pytest.mark.soak
@pytest.mark.timeout(1800)
def test_a_place_that_was_chosen_for_being_full_is_not_taken_for_an_effect():
    """What was unusually full becomes less so by itself; so do controls as full as it was."""
    for nature in (LONG, replace(LONG, before=14, after=14, resemblance=0.8, drift=0.15)):
        assert tally(nature, 2000, fullest=True).outside <= 0.065


@pytest.mark.soak
@pytest.mark.timeout(1800)
@pytest.mark.parametrize("confidence", [0.8, 0.9, 0.99])
def test_other_confidences_are_kept_as_well(confidence):
    for nature in (SHORT, LONG):
        outside = tally(nature, 2000, confidence=confidence).outside
        print(f"{confidence}: {100 * outside:.1f} %")  # noqa: T201 - as above
        # Three standard errors of 2,000 cities.
        allowed = 1 - confidence
        assert outside <= allowed + 3 * np.sqrt(allowed * confidence / 2000)

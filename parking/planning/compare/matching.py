"""Matching: which places were most alike before, in level, in the shape of their days and in size.

It looks at the time before alone: what came after has no say in who is compared with whom.
"""

from collections.abc import Sequence
from typing import Final

import numpy as np

from parking.planning.compare.outcomes import Outcome, part_of
from parking.planning.compare.panel import Floats, Ints, Panel
from parking.planning.compare.places import PlaceDays
from parking.planning.typical_day import TimeOfDay

MOST_CONTROLS: Final = 20
"""More narrow an interval little, and are less alike."""


def distances(panel: Panel, outcome: Outcome, places: Sequence[PlaceDays]) -> Floats:
    """Return how unlike the first place each of all places was before, 0 being the same.

    Three parts of the same weight, each in standard deviations of all these places: the level of
    each class of days, the hours of the day, and how many spaces there are, by ratio.
    """
    before = panel.on(~panel.is_after)
    parts = [
        _levels(before),
        _hours(outcome, places),
        np.log(before.whole.sum(axis=1) / before.known.sum(axis=1))[:, None],
    ]
    return np.asarray(np.sqrt(sum(_squares(part) for part in parts)))


def nearest(far: Floats, most: int) -> Ints:
    """Return which places are the first one's controls: the most alike, the earlier of equals."""
    return 1 + np.argsort(far[1:], kind="stable")[:most]


def _levels(before: Panel) -> Floats:
    columns = []
    for kind in np.unique(before.kind):
        days = before.kind == kind
        columns.append(before.part[:, days].sum(axis=1) / before.whole[:, days].sum(axis=1))
    return np.array(columns).T


def _hours(outcome: Outcome, places: Sequence[PlaceDays]) -> Floats:
    """Return the figure of each time of day that all places are known of, less its average."""
    found = [
        {when: part for when, hour in place.hours.items() if (part := part_of(outcome, hour))}
        for place in places
    ]
    times: list[TimeOfDay] = sorted(frozenset.intersection(*map(frozenset, found)))
    if not times:
        return np.zeros((len(places), 1))
    shape = np.array([[told[when].part / told[when].whole for when in times] for told in found])
    return np.asarray(shape - shape.mean(axis=1, keepdims=True))


def _squares(features: Floats) -> Floats:
    """Return the mean square distance from the first place, over all features."""
    scale = features.std(axis=0)
    off = (features - features[0]) / np.where(scale > 0, scale, 1.0)
    return np.asarray((off**2).mean(axis=1))

"""Bays: running tallies of a lot's bays per space class, so that no picture walks all bays.

It knows register values, not what a lot's capacity is.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field

from parking.live.stored import bay_of, observed_us_of, position_of
from parking.vocabulary import SPACE_CLASSES, SpaceClass, SpaceStatus

BAY_PREFIX = "b:"


@dataclass(slots=True)
class ClassTally:
    """How many bays of one class are free, occupied and unknown, and who last said so, when."""

    free: int = 0
    occupied: int = 0
    unknown: int = 0
    observed_us: int = 0
    source_key: int = 0

    @property
    def bays(self) -> int:
        return self.free + self.occupied + self.unknown

    def shift(self, status: SpaceStatus, by: int) -> None:
        match status:
            case "free":
                self.free += by
            case "occupied":
                self.occupied += by
            case "unknown":
                self.unknown += by


@dataclass(slots=True)
class BayTally:
    """All bays of one lot; `position` is the greatest of their registers'."""

    classes: dict[SpaceClass, ClassTally] = field(default_factory=dict)
    position: int = 0

    def replace(self, before: str | None, after: str) -> None:
        """Take in one bay's new stored value; `before` is the one it replaces."""
        if before is not None:
            status, _, named = bay_of(before)
            self.classes[_class_of(named)].shift(status, -1)
        status, source_key, named = bay_of(after)
        tally = self.classes.setdefault(_class_of(named), ClassTally())
        tally.shift(status, 1)
        observed_us = observed_us_of(after)
        if observed_us >= tally.observed_us:
            tally.observed_us, tally.source_key = observed_us, source_key
        self.position = max(self.position, position_of(after))


def tally_of(stored: Iterable[str]) -> BayTally:
    """Return the tally of these bays' stored values."""
    tally = BayTally()
    for value in stored:
        tally.replace(None, value)
    return tally


def _class_of(named: str | None) -> SpaceClass:
    """Return the class a bay counts for; one that its source does not name is general."""
    for space_class in SPACE_CLASSES:
        if space_class == named:
            return space_class
    return "general"

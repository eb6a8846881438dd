"""Lot registers: the stored registers of one lot as a replica holds them, bays tallied apart."""

from collections.abc import Mapping
from typing import Final

from parking.live.bays import BAY_PREFIX, BayTally, tally_of
from parking.live.doubt_register import DOUBT_NAME, is_cleared
from parking.live.picture import LotPicture, picture_of
from parking.live.stored import COUNT_NAME, POS_WIDTH, is_taken_back, observed_us_of
from parking.lot import Lot

CLOSURE_PREFIX: Final = "k:"
_GENERAL: Final = COUNT_NAME["general"]


class LotRegisters:
    """By name. A lot may have hundreds of bays; no picture walks them.

    Closures that were taken back, and doubts that are over, say nothing any more and are not kept:
    each report of the lot would look at all that ever were. `_floor` is the greatest position of
    what was loaded or not kept; a name that is not here and stands no higher is an echo of one that
    was not kept.
    """

    __slots__ = ("_bays", "_floor", "_others", "_tally")

    def __init__(self) -> None:
        self._bays: dict[str, str] = {}
        self._others: dict[str, str] = {}
        self._tally = BayTally()
        self._floor = ""

    def all(self) -> dict[str, str]:
        return self._others | self._bays

    @property
    def bays(self) -> int:
        return len(self._bays)

    def has(self, name: str) -> bool:
        return name in self._bays or name in self._others

    def closures_since(self, moment_us: int) -> int:
        """Count closures that were last declared after a moment, those that are over too."""
        return sum(
            name.startswith(CLOSURE_PREFIX) and observed_us_of(stored) > moment_us
            for name, stored in self._others.items()
        )

    def only_count(self) -> str | None:
        """Return the count of the general spaces if there is no other register."""
        if len(self._others) != 1 or self._bays:
            return None
        only = self._others.get(_GENERAL)
        return None if only is None or only < self._floor else only

    def picture(self, lot: Lot) -> LotPicture:
        picture = picture_of(lot, self._others, self._tally)
        picture.version = max(picture.version, int(self._floor or 0))
        return picture

    def replace(self, stored: Mapping[str, str]) -> None:
        """Forget everything for these."""
        self._bays = {name: stored[name] for name in stored if name.startswith(BAY_PREFIX)}
        self._others = {
            name: value
            for name, value in stored.items()
            if name not in self._bays and is_kept(name, value)
        }
        self._floor = max(stored.values(), default="")[:POS_WIDTH]
        self._tally = tally_of(self._bays.values())

    def put(self, name: str, value: str) -> None:
        """Take a changed register in; a position behind what is held is an echo of the load.

        A value begins with its position, and no two values have the same.
        """
        is_bay = name.startswith(BAY_PREFIX)
        held = self._bays if is_bay else self._others
        before = held.get(name)
        if before is None:
            if value[:POS_WIDTH] <= self._floor:
                return
        elif value <= before:
            return
        if is_bay:
            self._tally.replace(before, value)
        elif not is_kept(name, value):
            held.pop(name, None)
            self._floor = value[:POS_WIDTH]
            return
        held[name] = value


def is_kept(name: str, value: str) -> bool:
    """Tell whether a register has anything to say to readers."""
    if name == DOUBT_NAME:
        return not is_cleared(value)
    return not (name.startswith(CLOSURE_PREFIX) and is_taken_back(value))

"""Hour row: one space class of one lot in one hour, in twelve steps of five minutes.

The hour begins where the lot's own clock shows a full hour. It knows no report and no store.
"""

from typing import Final

from msgspec import Struct

from parking.planning.space_time import SpaceTime, total
from parking.vocabulary import SPACE_CLASSES, SpaceClass

SPACE_CLASS_CODE: Final[dict[SpaceClass, int]] = {
    name: code for code, name in enumerate(SPACE_CLASSES, 1)
}
"""As tables have it: stable numbers, only ever appended to."""


class HourRow(Struct, frozen=True, gc=False):
    """Computed up to `until_us`, which is the hour's end once it is over.

    `steps` are twelve; a step that lies beyond `until_us` is nothing. Vehicles are counted where
    entries and exits were reported.
    """

    space_class: SpaceClass
    hour_us: int
    until_us: int
    steps: tuple[SpaceTime, ...]
    entries: int = 0
    exits: int = 0

    @property
    def sums(self) -> SpaceTime:
        return total(self.steps)

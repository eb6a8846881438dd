"""Words for the state of a lot in all dialects: open or closed, full, faulty."""

from collections.abc import Iterable
from typing import Final

_CLOSED: Final = frozenset({
    "closed", "closedAbnormal", "closedOnHoliday", "closedOnMaintenance", "temporarilyClosed",
    "notInOperation", "notInOperationAbnormal",
})  # fmt: skip
_OPEN: Final = frozenset({"open", "openWithServiceLimitation"})
_IN_USE: Final = frozenset({"spacesAvailable", "almostFull", "full", "fullAtEntrance"})
"""Said of lots that are open, where nothing is said of that itself."""
_FULL: Final = frozenset({"full"})
_UNTRUE: Final = frozenset({
    "erroneousOccupancyInformation", "communicationsFailure", "noParkingInformationAvailable",
})  # fmt: skip
_NO_SPACE: Final = frozenset({"noParkingSpacesAvailable"})


def is_open(words: Iterable[str]) -> bool | None:
    """Tell whether the lot is open; one word of closing outweighs all others. None: not said."""
    said = set(words)
    if said & _CLOSED:
        return False
    return True if said & (_OPEN | _IN_USE) else None


def is_full(words: Iterable[str]) -> bool:
    return bool(set(words) & (_FULL | _NO_SPACE))


def fault_of(words: Iterable[str]) -> str | None:
    """Return the fault that makes the counts worthless; None where there is none such."""
    return next((word for word in words if word in _UNTRUE), None)

"""Floats: small numbers of a fixed count, four bytes each, that a state can be kept with."""

from array import array
from collections.abc import Iterable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    Floats = array[float]
else:
    Floats = array


def no_floats(count: int) -> Floats:
    """Return so many zeros."""
    return array("f", bytes(4 * count))


def floats_of(values: Iterable[float] = ()) -> Floats:
    """Return these values."""
    return array("f", values)

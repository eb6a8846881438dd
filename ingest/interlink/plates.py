"""Plates of an interlink: a keyed hash that pairs a car's entry and exit in one lot, or nothing.

A clear plate ends here: it is in no row, no finding and no answer of ours, and no serial either.
"""

import hmac
import re
import unicodedata
from collections.abc import Callable, Collection
from typing import Final, TypeAlias

from parking.sharing.plates import PlateError, normalise_plate
from parking.sharing.signing import to_base64url

PlateHash: TypeAlias = Callable[[str, str], str]
"""(the vendor's lot, a plate or a part of one) to what stands for it."""
NO_PLATE: Final = frozenset({
    "无牌", "无牌车", "无车牌", "无", "未知", "未识别", "空", "空车牌", "没有车牌", "无法识别",
    "noplate", "unknown", "unlicensed", "null", "none", "-",
})  # fmt: skip
_HASH_CHARACTERS: Final = 27
_IN_SERIAL: Final = re.compile(
    r"(?<![A-Za-z0-9])[\u4e00-\u9fff]?(?=[A-Z0-9]*\d)[A-Z][A-Z0-9]{5,6}(?![A-Za-z0-9])"
)
"""A plate, or its end without the province's character, between other signs."""


def plate_hasher(secret: bytes, owner: str) -> PlateHash:
    """Make the hash of one owner's plates: another owner's, or another lot's, cannot be compared.

    `owner` is the operator, so that two gates of one lot with keys of their own still pair.
    """
    key = hmac.digest(secret, f"plates of {owner}".encode(), "sha256")

    def hashed(lot: str, plate: str) -> str:
        digest = hmac.digest(key, f"{lot}/{plate}".encode(), "sha256")
        return to_base64url(digest)[:_HASH_CHARACTERS]

    return hashed


def plate_of(written: str, no_plate: Collection[str]) -> str | None:
    """Return the plate written one way; None for a car without one, however that is written.

    Made-up plates that are a car's own (无Y88YY55) pair its entry and exit and pass as plates.
    """
    plain = unicodedata.normalize("NFKC", written).strip().strip("-_*").casefold()
    if plain in NO_PLATE or plain in {word.casefold() for word in no_plate}:
        return None
    try:
        plate = normalise_plate(written)
    except PlateError:
        return None
    is_blank = len(set(plate)) == 1 or not any(c.isascii() and c.isalnum() for c in plate)
    return None if is_blank else plate


def without_plates(serial: str, lot: str, hashed: PlateHash | None) -> str:
    """Return a serial with what looks like a plate hashed: some vendors number by plate and time.

    The same serial always becomes the same, so that a later void still means its record.
    """
    return _IN_SERIAL.sub(lambda found: hashed(lot, found[0])[:12] if hashed else "*", serial)

"""Plates: written one way, kept as a keyed hash, sealed only for a gate. Nothing here shows one."""

import hmac
import unicodedata
from typing import Final

from parking.sharing.sealing import seal, unseal

HASH_SECRET: Final = "plate-hash"  # noqa: S105 - their names
SEAL_SECRET: Final = "plate-seal"  # noqa: S105
SHORTEST: Final = 3
LONGEST: Final = 12
_LEFT_OUT: Final = frozenset(" .·•‧・-_\u00a0\u3000")


class PlateError(ValueError):
    """No plate is written so; what was written is not told again."""


def normalise_plate(written: str) -> str:
    """Return the plate in capitals, without blanks, dots and dashes; raises PlateError."""
    plain = unicodedata.normalize("NFKC", written).upper()
    plate = "".join(character for character in plain if character not in _LEFT_OUT)
    if not (SHORTEST <= len(plate) <= LONGEST and plate.isalnum()):
        raise PlateError("write the plate in letters and digits, such as 鲁A12345")
    return plate


def hash_plate(secret: bytes, plate: str) -> bytes:
    """HMAC-SHA256 of a normalised plate: the same for one car everywhere, and no way back."""
    return hmac.digest(secret, plate.encode(), "sha256")


def seal_plate(secret: bytes, plate: str, booking_id: str, nonce: bytes) -> bytes:
    """Encrypt a plate for one booking; `nonce`: 12 bytes never used before."""
    return seal(secret, plate, booking_id, nonce)


def open_plate(secret: bytes, sealed: bytes, booking_id: str) -> str:
    """Return the plate; raises SealBrokenError where it is not that booking's."""
    return unseal(secret, sealed, booking_id)

"""Lot ids made of the ids that feeds and recordings have for their places. Pure."""

import re
from hashlib import blake2b
from typing import Final

LONGEST: Final = 96
_UNSAFE: Final = re.compile(r"[^A-Za-z0-9_.:-]+")
_DIGEST_BYTES: Final = 5


def lot_id_of(operator_id: str, place_id: str) -> str:
    """Return the lot's id: the operator's id, a dash, the place's own id made safe.

    The same place always gets the same id. Where making it safe takes away what tells places
    apart (Chinese characters, a great length), a digest of the place's own id stands for it.
    """
    safe = _UNSAFE.sub("-", place_id).strip("-")
    lot_id = safe if safe.startswith(f"{operator_id}-") else f"{operator_id}-{safe}"
    if place_id.isascii() and safe and len(lot_id) <= LONGEST:
        return lot_id
    digest = blake2b(place_id.encode("utf-8", "replace"), digest_size=_DIGEST_BYTES).hexdigest()
    kept = lot_id[: LONGEST - len(digest) - 1].rstrip("-")
    return f"{kept}-{digest}"

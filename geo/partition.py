"""Which partition a lot belongs to, for ever: a stable hash of where it is, or of its id."""

import hashlib

from geo.cell import parent_of

PARTITION_RESOLUTION = 6


def partition_of(cell: int | None, lot_id: str, count: int = 16) -> int:
    """Give 0 to count - 1: one for all lots of a res-6 cell; by its id for a lot without a cell."""
    if cell is None:
        key = lot_id.encode()
    else:
        key = parent_of(cell, PARTITION_RESOLUTION).to_bytes(8, "big")
    return int.from_bytes(hashlib.blake2b(key).digest(), "big") % count

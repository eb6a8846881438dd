"""Completes rows that are to be sent: our lot id, and a serial where the vendor has none."""

from collections.abc import Mapping
from hashlib import blake2b
from typing import Final

import msgspec

_DIGEST_BYTES: Final = 12
_TRAVEL: Final = frozenset({"sent_at", "is_backfill", "epoch", "seq"})
"""What may differ when the same is sent again."""


def completed(row: Mapping[str, object], lot_id: str) -> dict[str, object]:
    """Return the row for the report door.

    A missing serial is made of the content, so that the same sent again is a duplicate.
    """
    whole = {**row, "lot_id": lot_id}
    if "record_serial" not in whole:
        content = {name: value for name, value in whole.items() if name not in _TRAVEL}
        told = msgspec.json.encode(content, order="deterministic")
        whole["record_serial"] = f"c-{blake2b(told, digest_size=_DIGEST_BYTES).hexdigest()}"
    return whole

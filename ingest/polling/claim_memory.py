"""What is remembered of a feed's claims between polls, and how one is told from another. Pure."""

from collections.abc import Mapping
from hashlib import blake2b
from typing import Final

import msgspec

from parking.clock import SECOND_US, rfc3339

_DIGEST_BYTES: Final = 8


class Said(msgspec.Struct, frozen=True, array_like=True):
    """What was last said of one state. `own_us`: the feed's own time of it, 0 where it has none."""

    digest: str
    own_us: int


class ClaimMemory(msgspec.Struct, omit_defaults=True):
    """What is remembered between two polls: descriptions and states by digest, closures in
    force and until when they were said to last.

    `said` is by lot, and in it by kind and part (a bay, lanes, the classes of a snapshot).
    """

    described: dict[str, str] = msgspec.field(default_factory=dict)
    said: dict[str, dict[str, Said]] = msgspec.field(default_factory=dict)
    closed: dict[str, tuple[str, int]] = msgspec.field(default_factory=dict)
    closed_until: dict[str, int] = msgspec.field(default_factory=dict)


def heartbeat(lot_id: str, observed_us: int) -> dict[str, object]:
    """Return a heartbeat: what was said of the lot still held at that time."""
    return {
        "kind": "heartbeat",
        "lot_id": lot_id,
        "record_serial": f"alive-{observed_us // SECOND_US}",
        "observed_at": rfc3339(observed_us, "UTC"),
    }


def part_of(fields: Mapping[str, object]) -> str:
    """Return what of a lot a state is about: its bay, its lanes, or its classes."""
    if "space_code" in fields:
        return str(fields["space_code"])
    many, name = (
        ("lanes", "lane_id") if fields.get("kind") == "totals" else ("spaces", "space_class")
    )
    parts = fields.get(many)
    if not isinstance(parts, list):
        return str(fields.get(name, ""))
    return " ".join(sorted(str(part.get(name, "")) for part in parts if isinstance(part, Mapping)))


def digest_of(fields: Mapping[str, object], *, without: frozenset[str] = frozenset()) -> str:
    kept = {name: value for name, value in fields.items() if name not in without}
    encoded = msgspec.json.encode(kept, order="deterministic", enc_hook=str)
    return blake2b(encoded, digest_size=_DIGEST_BYTES).hexdigest()

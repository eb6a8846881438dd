"""From recorded lots and counts to the bodies of the public API. Pure."""

import re

from ingest.replay.recording import RecordedCount, RecordedLot
from parking.clock import rfc3339

UNSAFE = re.compile(r"[^A-Za-z0-9_.:-]+")


def lot_id_of(operator_id: str, place_id: str) -> str:
    """Return the lot's id: the operator's id, a dash, the place's own id made safe."""
    safe = UNSAFE.sub("-", place_id).strip("-")
    return safe if safe.startswith(f"{operator_id}-") else f"{operator_id}-{safe}"


def lot_body(operator_id: str, lot: RecordedLot) -> dict[str, object]:
    """Return the registration of a recorded lot; a lot without a position is registered without."""
    body: dict[str, object] = {"name": lot.name, "operator": operator_id}
    if lot.capacity is not None:
        body["capacity"] = lot.capacity
    if lot.lat is not None and lot.lon is not None:
        body |= {"lat": lot.lat, "lon": lot.lon}
    if lot.address:
        body["address"] = lot.address
    return body


def snapshot_body(lot_id: str, count: RecordedCount, observed_us: int) -> dict[str, object]:
    """Return the snapshot report of one recorded count; `count.free` must be known."""
    space: dict[str, object] = {"space_class": "general", "free": count.free}
    if count.capacity is not None:
        space["capacity"] = count.capacity
    return {
        "kind": "snapshot",
        "lot_id": lot_id,
        "record_serial": count.serial,
        "observed_at": rfc3339(observed_us, "UTC"),
        "spaces": [space],
    }


class Closures:
    """Turns "open" and "closed" said again and again into one closure from the first to the last.

    Remembers, per lot, the serial and start of the closure that is in force. Said anew under its
    serial, with its end, a closure is the same closure.
    """

    def __init__(self) -> None:
        self._closed: dict[str, tuple[str, int]] = {}

    def reports(
        self, lot_id: str, count: RecordedCount, observed_us: int
    ) -> list[dict[str, object]]:
        """Return the closure when it begins and, with its end, when it is over; else nothing."""
        closed = self._closed.get(lot_id)
        if count.is_open is False and closed is None:
            self._closed[lot_id] = (f"closed-{count.serial}", observed_us)
            return [self._closure(lot_id, *self._closed[lot_id], observed_us, to_us=None)]
        if count.is_open and closed is not None:
            del self._closed[lot_id]
            return [self._closure(lot_id, *closed, observed_us, to_us=observed_us)]
        return []

    def _closure(
        self, lot_id: str, serial: str, from_us: int, observed_us: int, *, to_us: int | None
    ) -> dict[str, object]:
        body: dict[str, object] = {
            "kind": "closure",
            "lot_id": lot_id,
            "record_serial": serial,
            "observed_at": rfc3339(observed_us, "UTC"),
            "from": rfc3339(from_us, "UTC"),
            "reason": "closed, says the feed",
        }
        return body if to_us is None else body | {"to": rfc3339(to_us, "UTC")}

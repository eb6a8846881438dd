"""From recorded lots and counts to the bodies of the public API. Pure."""

from ingest.formats.closures import Closures
from ingest.replay.recording import RecordedCount, RecordedLot
from parking.clock import rfc3339


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


def closures_of(
    closures: Closures, lot_id: str, count: RecordedCount, observed_us: int
) -> list[dict[str, object]]:
    """Return what a recorded count says of its lot being closed, or open again."""
    if count.is_open is None:
        return []
    return closures.said(lot_id, count.serial, observed_us, is_open=count.is_open)

"""From a sensor's reading and the bay it watches to the report that the live door takes."""

from collections.abc import Mapping
from typing import Final, NamedTuple

from ingest.lorawan.uplink import Reading, Uplink

_PAYLOAD_TOLD: Final = 24


class Bay(NamedTuple):
    """Where a sensor lies."""

    lot_id: str
    space_code: str


def report_of(uplink: Uplink, reading: Reading, bay: Bay) -> dict[str, object] | None:
    """Return the bay's state as a report; None where the message says nothing of the bay.

    `observed_at` is left out where the envelope has no time. The serial is the device's own count,
    so that an uplink two networks bring, or one network twice, is one record.
    """
    if reading.status is None:
        return None
    report: dict[str, object] = {
        "kind": "space",
        "lot_id": bay.lot_id,
        "space_code": bay.space_code,
        "record_serial": serial_of(uplink),
        "status": reading.status,
    }
    return report if uplink.observed_at is None else report | {"observed_at": uplink.observed_at}


def serial_of(uplink: Uplink) -> str:
    """Name the record; without a count, by what was said."""
    if uplink.counter is not None:
        return f"{uplink.device_id}-{uplink.counter}"
    return f"{uplink.device_id}-x{(uplink.payload or b'').hex()[:_PAYLOAD_TOLD]}"


def told(uplink: Uplink) -> Mapping[str, object]:
    """Return what a person may be told of a message that could not be read."""
    payload = (uplink.payload or b"").hex() or "-"
    return {"value": payload, "port": "-" if uplink.port is None else uplink.port}

"""ChirpStack's events as JSON: version 4, and version 3 with its other names."""

import json
from collections.abc import Mapping

from ingest.lorawan.fields import Members, device_id, first, from_base64, inner, moment, pick, whole
from ingest.lorawan.uplink import NotAnUplinkError, Uplink


def likeness(message: Members) -> float:
    info = message.get("deviceInfo")
    if isinstance(info, Mapping) and "devEui" in info:
        return 1.0
    return 1.0 if "devEUI" in message and ("applicationID" in message or "rxInfo" in message) else 0


def read(message: Members) -> Uplink:
    """Read an `up` event; joins, receipts, states and logs are none."""
    if "data" not in message and "object" not in message and "objectJSON" not in message:
        raise NotAnUplinkError("a ChirpStack event that is no uplink")
    gateway = first(message, "rxInfo")
    payload = message.get("data")
    return Uplink(
        device_id=device_id(pick(inner(message, "deviceInfo"), "devEui") or message.get("devEUI")),
        payload=None if payload is None else from_base64(payload),
        port=whole(message.get("fPort")),
        counter=whole(message.get("fCnt")),
        network_at=moment(message.get("time")) or moment(pick(gateway, "nsTime")),
        gateway_at=moment(pick(gateway, "gwTime", "time")),
        decoded=_object(message),
    )


def _object(message: Members) -> Members | None:
    """Return what a codec in ChirpStack made; version 3 writes it as text."""
    found = pick(message, "object", "objectJSON")
    if isinstance(found, str):
        try:
            found = json.loads(found)
        except (ValueError, RecursionError):
            return None
    return found if isinstance(found, dict) and found else None

"""ThingPark's reports as JSON, in their wrapper or without it; its XML has the same names."""

from typing import Final

from ingest.lorawan.fields import Members, device_id, first, from_hex, inner, moment, pick, whole
from ingest.lorawan.uplink import NotAnUplinkError, UnreadableUplinkError, Uplink

WRAPPER: Final = "DevEUI_uplink"
_OTHERS: Final = (
    "DevEUI_downlink_Sent", "DevEUI_downlink_Rejected", "DevEUI_location",
    "DevEUI_notification", "DevEUI_multicast_summary",
)  # fmt: skip
_MARKS: Final = frozenset({"payload_hex", "FCntUp", "FPort", "LrrRSSI", "Lrrid", "payload"})


def likeness(message: Members) -> float:
    if any(name in message for name in _OTHERS):
        return 1.0
    return 1.0 if "DevEUI" in message and message.keys() & _MARKS else 0


def read(message: Members) -> Uplink:
    """Read an uplink; receipts of downlinks, positions and notes are none."""
    for name in _OTHERS:
        if name in message:
            raise NotAnUplinkError(name)
    if whole(message.get("payload_encryption")) == 1:
        told = "its payload is encrypted by the network; have ThingPark send it in clear"
        raise UnreadableUplinkError(told)
    payload = message.get("payload_hex")
    decoded = inner(message, "payload")
    lrr = first(inner(message, "Lrrs"), "Lrr")
    return Uplink(
        device_id=device_id(message.get("DevEUI")),
        payload=None if payload is None and decoded else from_hex(payload or ""),
        port=whole(message.get("FPort")),
        counter=whole(message.get("FCntUp")),
        network_at=moment(message.get("Time")),
        gateway_at=moment(pick(lrr, "GwTime", "Time")),
        decoded=decoded or None,
    )

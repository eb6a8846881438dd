"""The Things Stack's messages as JSON: version 3, and version 2 with its other names."""

from ingest.lorawan.fields import Members, device_id, first, from_base64, inner, moment, pick, whole
from ingest.lorawan.uplink import NotAnUplinkError, Uplink

_V2 = ("dev_id", "hardware_serial")


def likeness(message: Members) -> float:
    if isinstance(message.get("end_device_ids"), dict):
        return 1.0
    if all(name in message for name in _V2):
        return 1.0
    return 0.4 if isinstance(message.get("uplink_message"), dict) else 0


def read(message: Members) -> Uplink:
    """Read an uplink; joins and downlinks are none."""
    if all(name in message for name in _V2):
        return _read_v2(message)
    uplink = inner(message, "uplink_message", "uplink_normalized")
    if not uplink:
        raise NotAnUplinkError("a message of The Things Stack that is no uplink")
    ids = inner(message, "end_device_ids")
    payload = uplink.get("frm_payload")
    decoded = inner(uplink, "decoded_payload", "normalized_payload")
    gateway = first(uplink, "rx_metadata")
    return Uplink(
        device_id=device_id(pick(ids, "dev_eui", "device_id")),
        payload=_payload(payload, decoded),
        port=whole(uplink.get("f_port")),
        counter=whole(uplink.get("f_cnt")) or 0,  # not written where it is 0
        network_at=moment(uplink.get("received_at")) or moment(message.get("received_at")),
        gateway_at=moment(pick(inner(uplink, "settings"), "time")) or moment(gateway.get("time")),
        decoded=decoded or None,
    )


def _payload(written: object, decoded: Members) -> bytes | None:
    """Read the payload; an empty one is not written at all."""
    if written is None:
        return None if decoded else b""
    return from_base64(written)


def _read_v2(message: Members) -> Uplink:
    payload = message.get("payload_raw")
    metadata = inner(message, "metadata")
    return Uplink(
        device_id=device_id(pick(message, "hardware_serial", "dev_id")),
        payload=None if payload is None else from_base64(payload),
        port=whole(message.get("port")),
        counter=whole(message.get("counter")),
        network_at=moment(metadata.get("time")),
        gateway_at=moment(first(metadata, "gateways").get("time")),
        decoded=inner(message, "payload_fields") or None,
    )

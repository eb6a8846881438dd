"""Sigmais SigPark over Sigfox: the first byte has kind, counter, battery and bay.

Bits 0-2 are the kind of frame, 3-5 a counter, 6 a weak battery, 7 the car.
"""

from typing import Final

from ingest.lorawan.uplink import Reading, UnreadablePayloadError, bay_status

_RAW, _PROCESSED, _KEEP_ALIVE, _CONFIGURATION, _ERROR = range(5)
_BYTES: Final = {_RAW: 12, _PROCESSED: 6, _KEEP_ALIVE: 1}
_TEMPERATURE_AT: Final = {_RAW: 7, _PROCESSED: 1}
"""Where the temperature in °C is; the battery in tenths of a volt follows it."""
_VOLTS: Final = 10


def decode(payload: bytes, _port: int | None) -> Reading:
    """Decode; frames of a configuration or an error say nothing of the bay."""
    if not payload:
        raise UnreadablePayloadError("an empty payload")
    kind, is_low = payload[0] & 0b111, bool(payload[0] & 0x40)
    if kind in {_CONFIGURATION, _ERROR}:
        return Reading("other", is_battery_low=is_low)
    if _BYTES.get(kind) != len(payload):
        raise UnreadablePayloadError(f"{len(payload)} bytes in a frame of kind {kind}")
    status = bay_status(is_occupied=bool(payload[0] & 0x80))
    if kind == _KEEP_ALIVE:
        return Reading("heartbeat", status, is_battery_low=is_low)
    place = _TEMPERATURE_AT[kind]
    return Reading(
        "change",
        status,
        battery_v=payload[place + 1] / _VOLTS,
        is_battery_low=is_low,
        temperature_c=int.from_bytes(payload[place : place + 1], signed=True),
    )

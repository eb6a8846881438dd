"""Bosch parking lot sensors TPS110 and TPL110: the port says what a message is."""

from typing import Final

from ingest.lorawan.uplink import Reading, UnreadablePayloadError, bay_status
from parking.vocabulary import SpaceStatus

_STATUS, _HEARTBEAT, _START = 1, 2, 3
_SILENT_PORTS: Final = frozenset({4, 5, 6})
"""Device information, usage, debug: nothing of the bay."""
_START_BYTES: Final = 17
_LONGEST_HEARTBEAT: Final = 2


def decode(payload: bytes, port: int | None) -> Reading:
    """Decode; bit 0 of the state byte is the car, byte 1 of a heartbeat the temperature in °C."""
    if port == _STATUS and len(payload) == 1:
        return Reading("change", _state(payload[0]))
    if port == _HEARTBEAT and 1 <= len(payload) <= _LONGEST_HEARTBEAT:
        temperature = int.from_bytes(payload[1:], signed=True) if len(payload) > 1 else None
        return Reading("heartbeat", _state(payload[0]), temperature_c=temperature)
    if port == _START and len(payload) >= _START_BYTES:
        return Reading("start", _state(payload[_START_BYTES - 1]))
    if port in _SILENT_PORTS:
        return Reading("other")
    raise UnreadablePayloadError(f"{len(payload)} bytes on port {port}")


def _state(byte: int) -> SpaceStatus:
    return bay_status(is_occupied=bool(byte & 1))

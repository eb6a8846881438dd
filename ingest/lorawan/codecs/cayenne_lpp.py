"""Cayenne Low Power Payload: a row of channel, type and value; a presence or a digital input is the
bay.
"""

from typing import Final

from ingest.lorawan.uplink import Reading, UnreadablePayloadError, bay_status

_DIGITAL_INPUT, _ANALOG_INPUT, _PRESENCE, _TEMPERATURE = 0, 2, 102, 103
_BYTES: Final = {
    _DIGITAL_INPUT: 1, 1: 1, _ANALOG_INPUT: 2, 3: 2, 101: 2, _PRESENCE: 1, _TEMPERATURE: 2, 104: 1,
    113: 6, 115: 2, 116: 2, 134: 6, 136: 9,
}  # fmt: skip
"""Sizes by type, signed and big endian. Illuminance, humidity, voltage and such are passed over."""
_HUNDREDTHS: Final = 100
_TENTHS: Final = 10
_WEAKEST_V, _STRONGEST_V = 1.5, 5.0


def decode(payload: bytes, _port: int | None) -> Reading:
    """Decode; an analog input that could be a battery's voltage is taken for one."""
    values = dict(_values(payload))
    present = values.get(_PRESENCE, values.get(_DIGITAL_INPUT))
    if present is not None and present not in {0, 1}:
        raise UnreadablePayloadError(f"a presence of {present}")
    if not values:
        raise UnreadablePayloadError("an empty payload")
    volts = values.get(_ANALOG_INPUT, 0) / _HUNDREDTHS
    temperature = values.get(_TEMPERATURE)
    return Reading(
        "other" if present is None else "heartbeat",
        None if present is None else bay_status(is_occupied=present == 1),
        battery_v=volts if _WEAKEST_V <= volts <= _STRONGEST_V else None,
        temperature_c=None if temperature is None else temperature / _TENTHS,
    )


def _values(payload: bytes) -> list[tuple[int, int]]:
    """Take the row apart: (type, raw value); of a type that comes twice the first counts."""
    found: list[tuple[int, int]] = []
    place = 0
    while place < len(payload):
        head = payload[place : place + 2]
        size = _BYTES.get(head[1]) if len(head) > 1 else None
        if size is None or place + 2 + size > len(payload):
            raise UnreadablePayloadError(f"no channel, type and value at byte {place}")
        value = int.from_bytes(payload[place + 2 : place + 2 + size], signed=size > 1)
        found.append((head[1], value))
        place += 2 + size
    return found[::-1]

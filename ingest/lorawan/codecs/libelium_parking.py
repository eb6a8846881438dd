"""Libelium Smart Parking, second version and later, over LoRaWAN or Sigfox: eleven bytes.

Bit 7 of the first byte is the car, 6 a weak battery, 0-3 the kind of frame; a counter follows.
"""

from typing import Final

from ingest.lorawan.uplink import Reading, UnreadablePayloadError, bay_status

_INFORMATION, _KEEP_ALIVE, _DAILY, _START, _HIGHEST = 0, 1, 2, 4, 8
_BYTES: Final = 11
_TEMPERATURE_AT: Final = {_INFORMATION: 2, _KEEP_ALIVE: 4}
_MILLIVOLTS: Final = (4, 2_800)
"""The battery's byte is so many millivolts a step, from so many up."""


def decode(payload: bytes, _port: int | None) -> Reading:
    """Decode; frames of a start or an error come before or without a measurement of the bay."""
    kind = payload[0] & 0x0F if payload else None
    if len(payload) != _BYTES or kind is None or kind > _HIGHEST:
        raise UnreadablePayloadError(f"{len(payload)} bytes, frame {kind}")
    is_low = bool(payload[0] & 0x40)
    if kind not in {_INFORMATION, _KEEP_ALIVE, _DAILY}:
        return Reading("start" if kind == _START else "other", is_battery_low=is_low)
    place = _TEMPERATURE_AT.get(kind)
    step, least = _MILLIVOLTS
    return Reading(
        "change" if kind == _INFORMATION else "heartbeat",
        bay_status(is_occupied=bool(payload[0] & 0x80)),
        battery_v=(payload[-1] * step + least) / 1_000 if kind == _INFORMATION else None,
        is_battery_low=is_low,
        temperature_c=(
            None if place is None else int.from_bytes(payload[place : place + 1], signed=True)
        ),
    )

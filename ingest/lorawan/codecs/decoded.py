"""What a network server's own decoder made of a message: the words for a bay that are in use."""

import re
from collections.abc import Iterator, Mapping
from typing import Final

from ingest.lorawan.uplink import Reading, UnreadablePayloadError, bay_status
from parking.vocabulary import SpaceStatus

_OCCUPIED_NAMES: Final = frozenset({
    "occupied", "isoccupied", "occupancy", "occupancystatus", "occupation", "parked", "isparked",
    "parking", "parkingstatus", "parkingstate", "parkingslotstatus", "slotstatus", "spotstatus",
    "baystatus", "spacestatus", "presence", "present", "vehicle", "vehiclepresent",
    "vehicledetected", "vehiclestatus", "car", "carpresent", "carstatus", "busy", "status", "state",
    "digitalin1",
    "占用", "车位状态", "泊位状态", "有车",
})  # fmt: skip
_FREE_NAMES: Final = frozenset({"free", "isfree", "vacant", "available", "empty", "空闲"})
_VAGUE_NAMES: Final = frozenset({"status", "state", "parking", "vehicle", "car"})
"""Of these a word counts, but no number: a `status` of 1 may be anything."""
_OCCUPIED_WORDS: Final = frozenset({
    "occupied", "busy", "taken", "parked", "full", "true", "yes", "on", "car", "detected",
    "present", "占用", "有车", "已占用",
})  # fmt: skip
_FREE_WORDS: Final = frozenset({
    "free", "vacant", "empty", "available", "unoccupied", "notoccupied", "false", "no", "off",
    "none", "absent", "空闲", "无车", "空",
})  # fmt: skip
_UNKNOWN_WORDS: Final = frozenset({"unknown", "error", "undefined", "未知"})
_NOISE: Final = re.compile(r"[\s_.-]")
_BATTERY_NAMES: Final = frozenset({"batteryvoltage", "batteryv", "battery", "vbat", "voltage"})
_VOLTS: Final = (1.5, 5.0)
_DEEPEST: Final = 2


def read_decoded(decoded: Mapping[str, object]) -> Reading:
    """Find the bay in a decoder's object; UnreadablePayloadError where it has no word for it."""
    members = list(_members(decoded, 0))
    told = [status for name, value in members if (status := _status(name, value)) is not None]
    if not told:
        raise UnreadablePayloadError(f"no word for the bay among {', '.join(decoded)[:80]}")
    if len(set(told)) > 1:
        raise UnreadablePayloadError("it calls the bay both occupied and free")
    words = " ".join(str(value).casefold() for name, value in members if name in {"type", "event"})
    return Reading(
        "heartbeat" if "heart" in words or "alive" in words else "change",
        told[0],
        battery_v=_number(members, _BATTERY_NAMES, _VOLTS),
        temperature_c=_number(members, frozenset({"temperature", "temp"}), (-60.0, 100.0)),
    )


def _members(object_: Mapping[str, object], depth: int) -> Iterator[tuple[str, object]]:
    for name, value in object_.items():
        if isinstance(value, Mapping) and depth < _DEEPEST:
            yield from _members(value, depth + 1)
        else:
            yield _NOISE.sub("", name).casefold(), value


def _status(name: str, value: object) -> SpaceStatus | None:
    if name in _OCCUPIED_NAMES:
        return _stated(name, value, turned=False)
    return _stated(name, value, turned=True) if name in _FREE_NAMES else None


def _stated(name: str, value: object, *, turned: bool) -> SpaceStatus | None:
    """Read one value; `turned` where yes means free. Words that name the bay mean what they say."""
    if isinstance(value, str):
        word = _NOISE.sub("", value).casefold()
        if word in _UNKNOWN_WORDS:
            return "unknown"
        is_occupied = word in _OCCUPIED_WORDS
        if not is_occupied and word not in _FREE_WORDS:
            return None
        is_turned = turned and word in {"true", "yes", "on", "false", "no", "off"}
        return bay_status(is_occupied=is_occupied != is_turned)
    if value in (0, 1) and (isinstance(value, bool) or name not in _VAGUE_NAMES):
        return bay_status(is_occupied=bool(value) != turned)
    return None


def _number(
    members: list[tuple[str, object]], names: frozenset[str], within: tuple[float, float]
) -> float | None:
    for name, value in members:
        is_number = isinstance(value, int | float) and not isinstance(value, bool)
        if name in names and is_number and within[0] <= float(str(value)) <= within[1]:
            return float(str(value))
    return None

"""Sigfox callbacks: JSON in the names that the back-end offers, or the query of a GET."""

import re
from collections.abc import Iterator
from typing import Final
from urllib.parse import parse_qsl, urlsplit

from ingest.lorawan.fields import Members, device_id, from_hex, moment, pick, whole
from ingest.lorawan.uplink import NotAnUplinkError, Uplink

_DEVICE: Final = ("device", "deviceId", "device_id", "id")
_DATA: Final = ("data", "payload", "rawData")
_MARKS: Final = frozenset({
    "seqNumber", "seq", "deviceTypeId", "deviceType", "station", "snr", "avgSnr", "rssi", "lqi",
    "linkQuality", "operatorName", "countryCode", "duplicate", "ack", "longPolling",
})  # fmt: skip
_ID: Final = re.compile(r"[0-9A-Fa-f]{1,8}")
_FRAME: Final = re.compile(r"(?:[0-9A-Fa-f]{2}){0,12}")
"""At most twelve bytes."""


def likeness(message: Members) -> float:
    device, data = pick(message, *_DEVICE), pick(message, *_DATA)
    if not isinstance(device, str) or not _ID.fullmatch(device.strip()):
        return 0
    if not isinstance(data, str) or not _FRAME.fullmatch(data.strip()):
        return 0.9 if message.keys() & {"deviceTypeId", "seqNumber"} else 0
    return 0.95 if message.keys() & _MARKS else 0.7


def read(message: Members) -> Uplink:
    """Read a callback for data; those for states and errors have none."""
    data = pick(message, *_DATA)
    if data is None:
        raise NotAnUplinkError("a Sigfox callback without data")
    return Uplink(
        device_id=device_id(pick(message, *_DEVICE)),
        payload=from_hex(data),
        counter=whole(pick(message, "seqNumber", "seq")),
        network_at=moment(pick(message, "time", "timestamp")),
    )


def queries_in(text: str) -> Iterator[tuple[int, Members]]:
    """Yield what lines of a log call with `?device=…&data=…`, with the number of the line."""
    for number, line in enumerate(text.splitlines(), 1):
        for word in line.split():
            members = dict(parse_qsl(urlsplit(word).query, keep_blank_values=True))
            if likeness(members):
                yield number, members

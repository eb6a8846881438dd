"""An operator's list of sensors, as CSV or JSON: which bay each watches. Knows no store."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Final

from ingest.lorawan.codecs import DECODED, NAMES
from ingest.lorawan.fields import device_id
from ingest.lorawan.uplink import UnreadableUplinkError
from ingest.registry.rows import RejectedRow, Row, UnreadableFileError
from ingest.registry.text_files import read_json, read_table
from parking.device import Device
from parking.draft_text import is_plain
from parking.problems import Problem

_LONGEST_CODE: Final = 64
_LARGEST: Final = 10**_LONGEST_CODE
_ID_NAMES: Final = ("device_id", "dev_eui", "devEUI", "DevEUI")
OwnsLot = Callable[[str], bool]
"""Whether a lot is there and the operator's own."""


@dataclass(slots=True)
class DeviceList:
    """What a file says: the sensors, each once, and the rows that cannot be taken."""

    devices: list[Device] = field(default_factory=list)
    rejected: list[RejectedRow] = field(default_factory=list)


def rows_of(content: bytes) -> Iterator[Row]:
    """Read the rows of a file: CSV with a header, a JSON list, or `{"devices": [...]}`.

    UnreadableFileError where it is none of them.
    """
    if content.removeprefix(b"\xef\xbb\xbf").lstrip()[:1] in {b"{", b"["}:
        yield from _json_rows(read_json(content))
        return
    is_first = True
    for line, cells in read_table(content):
        if is_first and not cells.keys() & set(_ID_NAMES):
            raise UnreadableFileError(
                "the first line names the columns: device_id,lot_id,space_code,codec"
            )
        is_first = False
        yield Row(f"/lines/{line}", cells)


def _json_rows(parsed: object) -> Iterator[Row]:
    items = parsed.get("devices") if isinstance(parsed, Mapping) else parsed
    if not isinstance(items, list):
        raise UnreadableFileError('the devices are a list, or {"devices": [...]}')
    for index, item in enumerate(items):
        yield Row(f"/devices/{index}", item if isinstance(item, Mapping) else {})


def read_devices(rows: Iterable[Row], owns_lot: OwnsLot) -> DeviceList:
    """Check every row: an id, a lot of the operator's own, a bay's code, a codec that is known."""
    listed = DeviceList()
    seen: dict[str, str] = {}
    for row in rows:
        device = _device(row, owns_lot)
        if isinstance(device, Device) and device.device_id in seen:
            told = f"the device stands at {seen[device.device_id]} already"
            device = Problem("bad-field", told, f"{row.pointer}/device_id")
        if isinstance(device, Device):
            seen[device.device_id] = row.pointer
            listed.devices.append(device)
        else:
            written = _text(row.fields, *_ID_NAMES)
            told = written if is_plain(written) else ""  # a half surrogate is no UTF-8
            listed.rejected.append(RejectedRow(device, told or None))
    return listed


def _device(row: Row, owns_lot: OwnsLot) -> Device | Problem:
    try:
        identity = device_id(_text(row.fields, *_ID_NAMES))
    except UnreadableUplinkError:
        told = "every row needs a device_id: the DevEUI, or the id that Sigfox gave it"
        return Problem("missing-field", told, f"{row.pointer}/device_id")
    lot_id, space_code = _text(row.fields, "lot_id"), _text(row.fields, "space_code")
    if not owns_lot(lot_id):
        told = f"this operator has no lot {lot_id!r:.100}; register it first"
        return Problem("unknown-lot", told, f"{row.pointer}/lot_id")
    if not 0 < len(space_code) <= _LONGEST_CODE or not is_plain(space_code + identity):
        told = f"a space_code is 1 to {_LONGEST_CODE} characters that can be printed"
        return Problem("missing-field", told, f"{row.pointer}/space_code")
    codec = _text(row.fields, "codec") or DECODED
    if codec not in NAMES:
        told = f"there is no codec {codec!r:.64}; known are {', '.join(NAMES)}"
        return Problem("bad-field", told, f"{row.pointer}/codec")
    return Device(identity, lot_id, space_code, codec)


def _text(fields: Mapping[str, object], *names: str) -> str:
    found = next((fields[name] for name in names if fields.get(name) not in (None, "")), "")
    if isinstance(found, int):
        return str(found) if abs(found) < _LARGEST else ""
    return found.strip() if isinstance(found, str) else ""

"""Payload: a report's content as the log keeps it, and a report read back from the log.

Canonical: our own encoding, our own order, nothing that we do not know, so no clear plate.
"""

from typing import Final

import msgspec

from parking.clock import from_us
from parking.report import KIND_TYPES, PAYLOAD_KEEPS_OUT, Report, Snapshot, Space, SpaceReport
from parking.vocabulary import ReportKind


class _Spaces(msgspec.Struct):
    """All that a snapshot's payload holds."""

    spaces: list[Space]


_ENCODER: Final = msgspec.json.Encoder()
_SPACES: Final = msgspec.json.Decoder(_Spaces)
_CONTENT_FIELDS: Final = {
    shape: tuple(
        (field.name, field.encode_name)
        for field in msgspec.structs.fields(shape)
        if field.encode_name not in PAYLOAD_KEEPS_OUT
    )
    for shape in KIND_TYPES.values()
}


def payload_of(report: Report) -> bytes:
    """Return a JSON object of the report's content; what was not said is absent."""
    if type(report) is Snapshot:
        return b'{"spaces":' + _ENCODER.encode(report.spaces) + b"}"
    if type(report) is SpaceReport and report.space_class is None:
        return _ENCODER.encode({"space_code": report.space_code, "status": report.status})
    content = {
        wire: value
        for name, wire in _CONTENT_FIELDS[type(report)]
        if (value := getattr(report, name)) is not None
    }
    return _ENCODER.encode(content)


def report_from_log(
    kind: ReportKind, record_serial: str, observed_us: int, payload: bytes
) -> Report:
    """Return the report a row stands for; its `lot_id` is "-": rows know their lot by key."""
    if kind == "snapshot":
        return Snapshot(
            lot_id="-",
            record_serial=record_serial,
            observed_at=from_us(observed_us),
            spaces=_SPACES.decode(payload).spaces,
        )
    content = msgspec.json.decode(payload)
    content.update(lot_id="-", record_serial=record_serial, observed_at=from_us(observed_us))
    return msgspec.convert(content | {"kind": kind}, KIND_TYPES[kind])

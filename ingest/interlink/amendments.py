"""From corrections (数据纠正) and voids (数据作废) to reports that mean an earlier record.

A report can correct counts and states. A plate or a time that was read wrongly belongs to the
record itself: the record is voided, and stands anew under the correction's own serial.
"""

from ingest.formats.publication import said
from ingest.interlink.movements import common_of, free_of, space_class_of, vehicle_of
from ingest.interlink.record_reader import LONGEST_CODE, RecordReader

LONGEST_REASON = 500
MOVEMENTS = ("entry", "exit")


def read_void(reader: RecordReader) -> None:
    """Read that an earlier record never happened; without a kind all records of the serial."""
    reader.out.reports.append(_void(reader, _target_of(reader)))


def read_correction(reader: RecordReader) -> None:
    """Read new content for an earlier record; what is not given stays."""
    target = _target_of(reader)
    time = reader.moment("corrected_at")
    if (time is not None or reader.has_plate()) and target.get("kind") in MOVEMENTS:
        _read_replacement(reader, target, time)
        return
    changes = said(
        {
            "free_after": free_of(reader),
            "space_class": space_class_of(reader),
            "status": reader.word("status", is_closed=True),
        }
    )
    if not changes:
        reader.refuse("nothing-corrected", "target_serial")
    reader.out.reports.append(
        said(
            {
                "kind": "correction",
                **common_of(reader),
                "observed_at": reader.needed_moment("observed_at", "sent_at"),
                "correction_of": target,
                "reason": reader.text("reason", LONGEST_REASON),
                **changes,
            }
        )
    )


def _read_replacement(reader: RecordReader, target: dict[str, object], time: str | None) -> None:
    observed_at = time or reader.needed_moment("target_observed_at")
    reader.out.reports.append(_void(reader, target))
    reader.out.reports.append(
        said(
            {
                "kind": target["kind"],
                **common_of(reader),
                "observed_at": observed_at,
                **vehicle_of(reader),
                "lane_id": reader.text("lane_id", LONGEST_CODE),
                "free_after": free_of(reader),
            }
        )
    )


def _void(reader: RecordReader, target: dict[str, object]) -> dict[str, object]:
    return said(
        {
            "kind": "void",
            **common_of(reader),
            "observed_at": reader.needed_moment("observed_at", "sent_at"),
            "void_of": target,
            "reason": reader.text("reason", LONGEST_REASON),
        }
    )


def _target_of(reader: RecordReader) -> dict[str, object]:
    serial = reader.serial("target_serial")
    if serial is None:
        reader.refuse("missing-field", "target_serial")
    return said(
        {
            "record_serial": serial,
            "kind": reader.word("target_kind", is_closed=True),
            "observed_at": reader.moment("target_observed_at"),
        }
    )

"""Report body: from bytes to reports; the typed decoder first, item by item where that fails.

It knows which problem a decoder's complaint is, with a pointer and the mend.
"""

import re
from codecs import BOM_UTF8
from typing import Final

import msgspec

from parking.pointer import split_complaint
from parking.problems import Problem
from parking.report import KIND_TYPES, MAX_ITEMS, Report, Snapshot
from parking.strict_json import items_of


class _Body(msgspec.Struct):
    reports: list[Report]


_DECODER: Final = msgspec.json.Decoder(_Body)
_ONCE: Final = (b'"lot_id":', b'"kind":', b'"record_serial":', b'"observed_at":')
_COUNTED: Final = (b'"free":', b'"occupied":')
_ODD_SPELLINGS: Final = (
    (b" ", b'" :'), (b"\t", b'"\t:'), (b"\n", b'"\n:'), (b"\r", b'"\r:'), (b"\\", b"\\u00")
)  # fmt: skip
"""Each with a byte it needs: to look for one costs a thirtieth of looking for three."""
_NEEDED: Final = re.compile(r"Object missing required field `(?P<name>\w+)`")
_COUNT_FIELDS: Final = frozenset(
    {"free", "occupied", "capacity", "free_after", "in_total", "out_total"}
)
_MILLISECONDS_FROM: Final = 100_000_000_000


def decode_reports(body: bytes) -> list[Report | Problem]:
    """Return the reports of `{"reports": [...]}` in order, a Problem where an item is none.

    A byte order mark is left out, because gateways send it. Raises ProblemError where the body as
    a whole cannot be taken.
    """
    body = body.removeprefix(BOM_UTF8)
    try:
        reports = _DECODER.decode(body).reports
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError):
        return _item_by_item(body)
    if len(reports) > MAX_ITEMS or _may_repeat_members(body, reports):
        return _item_by_item(body)
    return list(reports)


def _may_repeat_members(body: bytes, reports: list[Report]) -> bool:
    """Tell whether the body needs the strict way.

    The typed decoder takes the last of repeated members in silence; so the members that matter
    must be exactly as many as they should be.
    """
    if any(body.count(name) != len(reports) for name in _ONCE):
        return True
    if any(byte in body and odd in body for byte, odd in _ODD_SPELLINGS):
        return True
    counts = sum(len(report.spaces) for report in reports if type(report) is Snapshot)
    return sum(body.count(name) for name in _COUNTED) != counts


def _item_by_item(body: bytes) -> list[Report | Problem]:
    items = items_of(body, "reports", MAX_ITEMS)
    return [
        item if isinstance(item, Problem) else report_of(item, f"/reports/{index}")
        for index, item in enumerate(items)
    ]


def report_of(item: object, pointer: str) -> Report | Problem:
    """Take a parsed item for a report, or say what is wrong with it, with pointers below it."""
    try:
        report: Report = msgspec.convert(item, Report)
    except msgspec.ValidationError as error:
        return _problem_of(str(error), item, pointer)
    return report


def _problem_of(complaint: str, item: object, pointer: str) -> Problem:
    """Say what the decoder's message means to whoever sent the item."""
    if not isinstance(item, dict):
        return Problem("bad-field", "a report is a JSON object", pointer)
    told, place = split_complaint(complaint)
    pointer, path = pointer + place, place[1:]
    if needed := _NEEDED.match(complaint):
        name = needed["name"]
        return Problem("missing-field", f"`{name}` is required", f"{pointer}/{name}")
    if "kind" in path and not path.startswith(("correction_of", "void_of")):
        return Problem("bad-field", f"`kind` must be one of {', '.join(KIND_TYPES)}", pointer)
    if "datetime" in complaint:
        return _time_problem(complaint, _value_at(item, path), pointer)
    if path.rsplit("/", 1)[-1] in _COUNT_FIELDS:
        return Problem("count-out-of-range", f"`{path}` must be a whole number", pointer)
    return Problem("bad-field", f"`{path or 'report'}`: {told[0].lower()}{told[1:]}", pointer)


def _value_at(item: object, path: str) -> object:
    for step in path.split("/"):
        item = item.get(step) if isinstance(item, dict) else None
    return item


def _time_problem(complaint: str, value: object, pointer: str) -> Problem:
    form = "send RFC 3339 with offset, as 2026-11-21T09:00:00+08:00"
    if "timezone" in complaint:
        return Problem("naive-time", f"the time {value!r} has no offset; {form}", pointer)
    if isinstance(value, int | float) and not isinstance(value, bool):
        unit = "milliseconds" if value > _MILLISECONDS_FROM else "seconds"
        return Problem("bad-time", f"{value} looks like {unit} since 1970; {form}", pointer)
    return Problem("bad-time", f"{str(value)[:64]!r} is not a time; {form}", pointer)

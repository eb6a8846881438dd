"""Terms reading: the wire form of an agreement, read with every fault told, and written again.

It knows the form and its bounds; whether the lot is there and whose it is, others ask.
"""

from collections.abc import Mapping
from datetime import date
from typing import Final

from parking.draft_findings import Findings
from parking.draft_text import read_lot_id
from parking.problems import Problem
from parking.sharing.recurrence import days_of
from parking.sharing.rule_reading import MAX_LENGTH, read_rule
from parking.sharing.terms import BUFFER_MIN, Recurrence, Terms, Window
from parking.sharing.terms_fields import (
    audience_to_wire,
    price_to_wire,
    read_audience,
    read_notice,
    read_price,
    read_validity,
    read_vehicle,
)
from parking.sharing.window_reading import read_window, window_to_wire
from parking.sharing.wire_fields import read_codes, read_whole, refuse_unknown

FIELDS: Final = (
    "lot_id", "spaces", "quota", "valid", "windows", "vehicle", "price", "notice", "audience",
    "buffer_min",
)  # fmt: skip
MAX_SPACES: Final = 500
MAX_WINDOWS: Final = 20
MAX_BUFFER_MIN: Final = 240
_WHOLE: Final = frozenset(("price", "audience"))
"""Objects that have one of several forms: a patch replaces them, it does not mix forms."""


def read_terms(body: Mapping[str, object]) -> Terms | list[Problem]:
    """Return the terms, or everything that is wrong with them, each with a pointer and a mend."""
    findings = Findings()
    refuse_unknown(body, FIELDS, findings)
    lot_id = read_lot_id(body, findings)
    spaces, quota = _read_spaces(body, findings)
    valid = read_validity(body, findings)
    windows = _read_windows(body, valid, findings)
    vehicle = read_vehicle(body, findings)
    price = read_price(body, findings)
    notice = read_notice(body, findings)
    audience = read_audience(body, findings)
    buffer_min = read_whole(body, "buffer_min", (0, MAX_BUFFER_MIN), BUFFER_MIN, findings)
    if findings.problems or lot_id is None or valid is None:
        return findings.problems
    return Terms(
        lot_id=lot_id,
        first=valid[0],
        until=valid[1],
        windows=windows,
        spaces=spaces,
        quota=quota,
        vehicle=vehicle,
        price=price,
        notice=notice,
        audience=audience,
        buffer_min=buffer_min,
    )


def terms_to_wire(terms: Terms) -> dict[str, object]:
    """Write every field, absent ones as null; `read_terms` reads the same terms from it."""
    vehicle, notice = terms.vehicle, terms.notice
    return {
        "lot_id": terms.lot_id,
        "spaces": None if terms.spaces is None else list(terms.spaces),
        "quota": terms.quota,
        "valid": {"from": terms.first.isoformat(), "until": terms.until.isoformat()},
        "windows": [window_to_wire(window) for window in terms.windows],
        "vehicle": {"max_height_m": vehicle.max_height_m, "max_seats": vehicle.max_seats},
        "price": price_to_wire(terms.price),
        "notice": {"cancel_min": notice.cancel_min, "suspend_h": notice.suspend_h},
        "audience": audience_to_wire(terms.audience),
        "buffer_min": terms.buffer_min,
    }


def merge_patch(terms: Terms, patch: Mapping[str, object]) -> Terms | list[Problem]:
    """Return the terms with a patch laid over their wire form (RFC 7396), or what is wrong.

    null takes a field back to its default; `price` and `audience` are replaced whole. The lot
    stays: another lot is another agreement.
    """
    lot_id = patch.get("lot_id", terms.lot_id)
    if lot_id != terms.lot_id:
        told = f"an agreement stays with its lot {terms.lot_id}; make a new one for another lot"
        return [Problem("bad-field", told, "/lot_id")]
    return read_terms(_patched(terms_to_wire(terms), patch))


def _patched(document: Mapping[str, object], patch: Mapping[str, object]) -> dict[str, object]:
    patched = dict(document)
    for field, value in patch.items():
        before = patched.get(field)
        if isinstance(value, Mapping) and isinstance(before, Mapping) and field not in _WHOLE:
            patched[field] = _patched(before, value)
        else:
            patched[field] = value
    return patched


def _read_spaces(
    body: Mapping[str, object], findings: Findings
) -> tuple[tuple[str, ...] | None, int | None]:
    spaces, quota = body.get("spaces"), body.get("quota")
    if spaces is None and quota is None:
        findings.add("missing-field", "spaces", "say spaces, a list of codes, or quota, a number")
    elif spaces is not None and quota is not None:
        findings.add("bad-field", "quota", "say spaces or quota, not both; null takes one away")
    codes = read_codes(body, "spaces", MAX_SPACES, findings)
    return codes, read_whole(body, "quota", (1, MAX_SPACES), 0, findings) or None


def _read_windows(
    body: Mapping[str, object], valid: tuple[date, date] | None, findings: Findings
) -> tuple[Window, ...]:
    written = body.get("windows")
    if written is None:
        findings.add("missing-field", "windows", "say when: windows is a list of windows")
        return ()
    if not isinstance(written, list) or not 1 <= len(written) <= MAX_WINDOWS:
        findings.add("bad-field", "windows", f"windows is a list of 1 to {MAX_WINDOWS} windows")
        return ()
    windows: list[Window] = []
    for index, raw in enumerate(written):
        window = read_window(raw, f"{findings.base}/windows/{index}")
        if isinstance(window, list):
            findings.problems += window
            continue
        if valid is not None and window.recurrence is not None:
            _check_days(window.recurrence, valid, f"windows/{index}", findings)
        windows.append(window)
    return tuple(windows)


def _check_days(
    recurrence: Recurrence, valid: tuple[date, date], field: str, findings: Findings
) -> None:
    """Find fault with a rule that is counted from long ago, or that means no day at all."""
    dtstart = recurrence.dtstart
    if not valid[0] - MAX_LENGTH <= dtstart <= valid[1]:
        told = "dtstart is at most two years before the agreement begins, and not after its end"
        findings.add("bad-field", f"{field}/dtstart", told)
        return
    rule = read_rule(recurrence.rrule, dtstart)
    if not any(days_of(rule, dtstart, recurrence.exdates, *valid)):
        told = "the rule falls on no day on which the agreement is valid; mend either"
        findings.add("bad-field", f"{field}/rrule", told)

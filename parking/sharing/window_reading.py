"""Window reading: one window of an agreement's wire form. It knows fields, not when days are."""

import re
from collections.abc import Mapping
from datetime import date
from typing import Final, cast

from parking.draft_findings import Findings
from parking.problems import Problem
from parking.sharing.rule_reading import BadRuleError, read_rule
from parking.sharing.terms import DAY_CLASSES, DAY_MIN, DayClass, Recurrence, Span, Window
from parking.sharing.wire_fields import read_day, refuse_unknown

FIELDS: Final = ("days", "rrule", "dtstart", "exdates", "stay", "movement")
MAX_MOVEMENTS: Final = 10
MAX_EXDATES: Final = 200
_CLOCK_TIME: Final = re.compile(r"(?P<hour>[01]\d|2[0-4]):(?P<minute>[0-5]\d)", re.ASCII)
_SPAN_MEND: Final = 'two times of the clock such as ["19:00", "07:30"]; 24:00 only as an end'


def read_window(raw: object, pointer: str) -> Window | list[Problem]:
    """Read `{"days": ["workday"], "stay": ["19:00", "07:30"], "movement": [[…]]}`.

    An end that is not after its start is on the next day. Without `movement` cars come and go
    during the whole stay.
    """
    if not isinstance(raw, Mapping):
        told = 'a window is an object such as {"days": ["workday"], "stay": ["19:00", "07:30"]}'
        return [Problem("bad-field", told, pointer)]
    findings = Findings(pointer)
    refuse_unknown(raw, FIELDS, findings)
    stay = _read_stay(raw, findings)
    movement = _read_movement(raw, stay, findings)
    days, recurrence = _read_days(raw, findings), _read_recurrence(raw, findings)
    if raw.get("days") is not None and raw.get("rrule") is not None:
        findings.add("bad-field", "rrule", "say days or rrule, not both")
    elif raw.get("days") is None and raw.get("rrule") is None:
        told = f"say days (of {', '.join(DAY_CLASSES)}) or rrule: when the window begins"
        findings.add("missing-field", "days", told)
    if findings.problems or stay is None:
        return findings.problems
    return Window(stay, movement, days, recurrence)


def window_to_wire(window: Window) -> dict[str, object]:
    """Write what `read_window` reads."""
    rule = window.recurrence
    begins: dict[str, object] = {"days": list(window.days)}
    if rule is not None:
        exdates = [day.isoformat() for day in rule.exdates]
        begins = {"rrule": rule.rrule, "dtstart": rule.dtstart.isoformat(), "exdates": exdates}
    movement = [_span_to_wire(span) for span in window.movement]
    return begins | {"stay": _span_to_wire(window.stay), "movement": movement}


def _read_stay(raw: Mapping[str, object], findings: Findings) -> Span | None:
    if raw.get("stay") is None:
        findings.add("missing-field", "stay", f"say when one may stay: {_SPAN_MEND}")
        return None
    stay = _read_span(raw["stay"])
    if stay is None:
        findings.add("bad-field", "stay", f"stay is {_SPAN_MEND}")
    return stay


def _read_movement(
    raw: Mapping[str, object], stay: Span | None, findings: Findings
) -> tuple[Span, ...]:
    written = raw.get("movement")
    if written is None:
        return () if stay is None else (stay,)
    if not isinstance(written, list) or not 1 <= len(written) <= MAX_MOVEMENTS:
        told = f"movement is a list of 1 to {MAX_MOVEMENTS} spans; leave it out for the whole stay"
        findings.add("bad-field", "movement", told)
        return ()
    spans = (_read_moving(span, stay, index, findings) for index, span in enumerate(written))
    return tuple(filter(None, spans))


def _read_moving(written: object, stay: Span | None, index: int, findings: Findings) -> Span | None:
    span = _read_span(written)
    if span is None:
        findings.add("bad-field", f"movement/{index}", f"a span is {_SPAN_MEND}")
    if span is None or stay is None:
        return None
    within = _placed(span, stay)
    if within is None:
        told = "movement lies within the stay; shorten it or lengthen the stay"
        findings.add("bad-field", f"movement/{index}", told)
    return within


def _placed(span: Span, stay: Span) -> Span | None:
    """Return the span within the stay, on its first day or on the next; None if it is in neither.

    It fits on one of them at most, as no stay is longer than a day.
    """
    for later_min in (0, DAY_MIN):
        placed = Span(span.start_min + later_min, span.end_min + later_min)
        if stay.start_min <= placed.start_min and placed.end_min <= stay.end_min:
            return placed
    return None


def _read_span(written: object) -> Span | None:
    if not isinstance(written, list) or len(written) != 2:  # noqa: PLR2004 - from and to
        return None
    start_min, end_min = map(_read_clock_time, written)
    if start_min is None or end_min is None or start_min == DAY_MIN:
        return None
    return Span(start_min, end_min if start_min < end_min else end_min + DAY_MIN)


def _read_clock_time(written: object) -> int | None:
    found = _CLOCK_TIME.fullmatch(written) if isinstance(written, str) else None
    if found is None:
        return None
    minutes = int(found["hour"]) * 60 + int(found["minute"])
    return minutes if minutes <= DAY_MIN else None


def _span_to_wire(span: Span) -> list[str]:
    start_min = span.start_min % DAY_MIN
    end_min = span.end_min % DAY_MIN or DAY_MIN
    return [f"{minutes // 60:02}:{minutes % 60:02}" for minutes in (start_min, end_min)]


def _read_days(raw: Mapping[str, object], findings: Findings) -> tuple[DayClass, ...]:
    written = raw.get("days")
    if written is None:
        return ()
    if isinstance(written, list) and _are_days(written):
        return tuple(cast("list[DayClass]", written))
    findings.add("bad-field", "days", f"days are some of {', '.join(DAY_CLASSES)}, each once")
    return ()


def _are_days(written: list[object]) -> bool:
    known = [day for day in DAY_CLASSES if day in written]
    return 1 <= len(known) == len(written)


def _read_recurrence(raw: Mapping[str, object], findings: Findings) -> Recurrence | None:
    rrule = raw.get("rrule")
    if rrule is None:
        _refuse_lone(raw, findings)
        return None
    dtstart = read_day(raw, "dtstart", findings, required="the day from which the rule counts")
    exdates = _read_exdates(raw, findings)
    if dtstart is None or exdates is None:
        return None
    try:
        read_rule(rrule if isinstance(rrule, str) else "", dtstart)
    except BadRuleError as error:
        findings.add("bad-field", "rrule", f"rrule: {error}")
        return None
    return Recurrence(str(rrule), dtstart, exdates)


def _refuse_lone(raw: Mapping[str, object], findings: Findings) -> None:
    for field in ("dtstart", "exdates"):
        if raw.get(field) is not None:
            findings.add("bad-field", field, f"{field} goes with rrule; leave it out without one")


def _read_exdates(raw: Mapping[str, object], findings: Findings) -> tuple[date, ...] | None:
    written = raw.get("exdates")
    if written is None:
        return ()
    if not isinstance(written, list) or len(written) > MAX_EXDATES:
        findings.add("bad-field", "exdates", f"exdates is a list of at most {MAX_EXDATES} days")
        return None
    numbered = {str(index): day for index, day in enumerate(written)}
    within = Findings(f"{findings.base}/exdates")
    days = [read_day(numbered, index, within, required="a day") for index in numbered]
    findings.problems += within.problems
    return tuple(day for day in days if day is not None)

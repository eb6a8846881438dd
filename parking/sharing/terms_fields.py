"""Terms' fields: price, vehicle limits, notice, audience and validity of an agreement's wire form.

Each reader returns the default where the field is absent, or where a fault was found with it.
"""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Final, cast

from parking.draft_fields import read_choice, read_height_m
from parking.draft_findings import Findings
from parking.sharing.terms import Audience, Notice, Price, VehicleLimits
from parking.sharing.wire_fields import read_code, read_codes, read_day, read_object, read_whole

MAX_VALIDITY: Final = timedelta(days=5 * 366)
"""From the first day to the last: five years."""
MAX_AMOUNT: Final = 1_000_000
MAX_SEATS: Final = 100
MAX_CANCEL_MIN: Final = 7 * 24 * 60
MAX_SUSPEND_H: Final = 30 * 24
MAX_DRIVERS: Final = 1_000
_UNITS: Final = ("hour", "visit")


def read_validity(raw: Mapping[str, object], findings: Findings) -> tuple[date, date] | None:
    """Read `{"from", "until"}`, the last day included."""
    if raw.get("valid") is None:
        told = 'say from which day until which, like {"from": "2026-12-01", "until": "2027-11-30"}'
        findings.add("missing-field", "valid", told)
        return None
    faults = len(findings.problems)
    said = read_object(raw, "valid", ("from", "until"), findings)
    if not said and len(findings.problems) > faults:
        return None
    within = Findings(f"{findings.base}/valid")
    first = read_day(said, "from", within, required="the first day")
    until = read_day(said, "until", within, required="the last day, included")
    findings.problems += within.problems
    if first is None or until is None:
        return None
    if not first <= until <= first + MAX_VALIDITY:
        findings.add("bad-field", "valid/until", "until is from the first day to five years after")
        return None
    return first, until


def read_vehicle(raw: Mapping[str, object], findings: Findings) -> VehicleLimits:
    """Read the largest car that fits, `{"max_height_m", "max_seats"}`."""
    said = read_object(raw, "vehicle", ("max_height_m", "max_seats"), findings)
    within = Findings(f"{findings.base}/vehicle")
    height_m = read_height_m(said, within)
    seats = read_whole(said, "max_seats", (1, MAX_SEATS), 0, within) or None
    findings.problems += within.problems
    return VehicleLimits(height_m, seats)


def read_price(raw: Mapping[str, object], findings: Findings) -> Price:
    """Read `{"free": true}`, or a unit and `fen` or `credits`."""
    said = read_object(raw, "price", ("free", "unit", "fen", "credits"), findings)
    if not said or (said.get("free") is True and not _has(said, "unit", "fen", "credits")):
        return Price()
    within = Findings(f"{findings.base}/price")
    unit = read_choice(said, "unit", _UNITS, within)
    fen = read_whole(said, "fen", (1, MAX_AMOUNT), 0, within)
    credit = read_whole(said, "credits", (1, MAX_AMOUNT), 0, within)
    is_whole = unit is not None and (fen > 0) is not (credit > 0)
    if not within.problems and (_has(said, "free") or not is_whole):
        told = 'a price is {"free": true}, or a unit (hour or visit) with fen or else with credits'
        findings.add("bad-field", "price", told)
    findings.problems += within.problems
    return Price("visit" if unit == "visit" else "hour", fen, credit)


def read_notice(raw: Mapping[str, object], findings: Findings) -> Notice:
    said = read_object(raw, "notice", ("cancel_min", "suspend_h"), findings)
    within = Findings(f"{findings.base}/notice")
    usual = Notice()
    cancel_min = read_whole(said, "cancel_min", (0, MAX_CANCEL_MIN), usual.cancel_min, within)
    suspend_h = read_whole(said, "suspend_h", (0, MAX_SUSPEND_H), usual.suspend_h, within)
    findings.problems += within.problems
    return Notice(cancel_min, suspend_h)


def read_audience(raw: Mapping[str, object], findings: Findings) -> Audience:
    """Read `{"community": id}` or `{"drivers": [ids]}`; absent, everybody may book."""
    said = read_object(raw, "audience", ("community", "drivers"), findings)
    within = Findings(f"{findings.base}/audience")
    drivers = read_codes(said, "drivers", MAX_DRIVERS, within)
    community = read_code(said, "community", within)
    if _has(said, "community") == _has(said, "drivers") and raw.get("audience") is not None:
        told = "an audience is a community, or drivers; leave audience out for everybody"
        findings.add("bad-field", "audience", told)
    findings.problems += within.problems
    return Audience(community, drivers or ())


def price_to_wire(price: Price) -> dict[str, object]:
    """Write what `read_price` reads."""
    if price.is_free:
        return {"free": True}
    amount = {"fen": price.fen} if price.fen else {"credits": price.credits}
    return {"unit": price.unit} | cast("dict[str, object]", amount)


def audience_to_wire(audience: Audience) -> dict[str, object] | None:
    """Write what `read_audience` reads."""
    if audience.is_open:
        return None
    if audience.community is not None:
        return {"community": audience.community}
    return {"drivers": list(audience.drivers)}


def _has(said: Mapping[str, object], *fields: str) -> bool:
    return any(said.get(field) is not None for field in fields)

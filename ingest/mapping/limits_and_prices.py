"""Height limit, opening hours and tariff of a record; one that cannot be used is left out, told."""

from ingest.mapping.compiled import Compiled
from ingest.mapping.hours import hours_of
from ingest.mapping.notes import Notes
from ingest.mapping.records import Record
from ingest.mapping.values import fen_of, height_m, number_of
from parking.draft_fields import MAX_HEIGHT_LIMIT_M
from parking.draft_reading import MAX_OPENING_HOURS_LENGTH
from parking.opening import check_opening_hours


def height_of(record: Record, ready: Compiled, notes: Notes, lot_id: str) -> float | None:
    raw = ready.raw("max_height", record)
    raw = ready.mapping.constants.get("max_height") if raw is None else raw
    try:
        height = height_m(raw, ready.mapping.units.get("height", "m"))
    except ValueError:
        notes.each("ignored-part", record.pointer, lot_id, value=f"max_height: {raw}")
        return None
    if height is not None and not 0 < height <= MAX_HEIGHT_LIMIT_M:
        notes.each("ignored-part", record.pointer, lot_id, value=f"max_height: {raw}")
        return None
    return height


def opening_hours_of(record: Record, ready: Compiled, notes: Notes, lot_id: str) -> str | None:
    text = ready.text("opening_hours", record)
    try:
        text = text or hours_of(record, ready.hours)
    except ValueError as error:
        notes.each("ignored-part", record.pointer, lot_id, value=f"opening_hours: {error}")
        return None
    if text is None:
        constant = ready.mapping.constants.get("opening_hours")
        return None if constant is None else str(constant)
    if len(text) > MAX_OPENING_HOURS_LENGTH or check_opening_hours(text) is not None:
        notes.each("ignored-part", record.pointer, lot_id, value=f"opening_hours: {text}")
        return None
    return text


def tariff_of(
    record: Record, ready: Compiled, notes: Notes, lot_id: str
) -> dict[str, object] | None:
    """Return a tariff of so much per hour; None where no price is mapped or it is none."""
    unit = ready.mapping.units.get("money", "yuan")
    try:
        price = fen_of(ready.raw("price_per_hour", record), unit)
        cap = fen_of(ready.raw("day_cap", record), unit)
        free_min = number_of(ready.raw("free_minutes", record))
    except ValueError as error:
        notes.each("ignored-part", record.pointer, lot_id, value=f"tariff: {error}")
        return None
    if price is None or price < 0:
        return None
    if price == 0:
        return {"free": True}
    tariff: dict[str, object] = {"periods": [{"steps": [{"fen": price, "per_min": 60}]}]}
    if cap:
        tariff["day_cap_fen"] = cap
    if free_min:
        tariff["free_min"] = int(free_min)
    return tariff

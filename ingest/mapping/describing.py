"""A lot's description out of a record; what would spoil a good lot is left out and told."""

from collections.abc import Mapping as Members
from typing import Final

from ingest.formats.numbers import count_of
from ingest.mapping.compiled import Compiled
from ingest.mapping.known_words import says_full
from ingest.mapping.limits_and_prices import height_of, opening_hours_of, tariff_of
from ingest.mapping.model import TEXT_FIELDS, WORD_FIELDS
from ingest.mapping.notes import Notes
from ingest.mapping.picking import Picker
from ingest.mapping.records import Record
from ingest.mapping.values import count_text, text_of
from parking.draft_fields import MAX_CAPACITY
from parking.draft_text import MAX_NAME_LENGTH
from parking.vocabulary import SpaceClass

_TEXTS: Final = tuple(name for name in TEXT_FIELDS if name not in {"lot_id", "opening_hours"})
_WORDS: Final = ("lot_class", "structure", "land_use")
_LONGEST: Final = {"address": 400, "area_code": 64}


def describe(record: Record, ready: Compiled, notes: Notes, lot_id: str) -> dict[str, object]:
    """Return the fields of the row but for its place and capacity."""
    fields: dict[str, object] = {"lot_id": lot_id}
    fields |= {name: _text(name, record, ready) for name in _TEXTS if name in ready.described}
    for name in _WORDS:
        if name in ready.described:
            fields[name] = known_word(name, record, ready, notes)
    gate = known_word("has_gate", record, ready, notes)
    fields["has_gate"] = None if gate is None else gate == "true"
    if "max_height" in ready.described:
        fields["max_height_m"] = height_of(record, ready, notes, lot_id)
    if ready.hours or "opening_hours" in ready.described:
        fields["opening_hours"] = opening_hours_of(record, ready, notes, lot_id)
    if "price_per_hour" in ready.described:
        fields["tariff"] = tariff_of(record, ready, notes, lot_id)
    return fields


def _text(name: str, record: Record, ready: Compiled) -> str | None:
    text = ready.text(name, record) or ready.mapping.constants.get(name)
    return str(text)[: _LONGEST.get(name, MAX_NAME_LENGTH)] if text else None


def known_word(name: str, record: Record, ready: Compiled, notes: Notes) -> str | None:
    """Return our word; theirs that is not known is told once."""
    ours, theirs = ready.word(name, record)
    if ours is None and theirs is not None:
        known = ", ".join(WORD_FIELDS[name])
        notes.once(
            "unknown-word", f"{name}={theirs}", record.pointer,
            field=name, value=theirs, known=known,
        )  # fmt: skip
    return ours


def capacity_of(
    record: Record, ready: Compiled, notes: Notes, lot_id: str
) -> dict[SpaceClass, int]:
    """Return spaces by class as they are said, 0 too."""
    found: dict[SpaceClass, int] = {}
    for space_class, pick in ready.counts.get("capacity", {}).items():
        count = read_count(record, pick, "capacity", ready, notes, lot_id)
        if count is not None and count > MAX_CAPACITY:
            notes.each("bad-number", record.pointer, lot_id, field="capacity", value=count)
        elif count is not None:
            found[space_class] = count
    return found


def registered(
    capacity: Members[SpaceClass, int], record: Record, notes: Notes, lot_id: str
) -> dict[SpaceClass, int]:
    """Leave out classes of which there are none; 0 of all spaces is "not known"."""
    known = {name: count for name, count in capacity.items() if count}
    if capacity and not known:
        about = f"capacity {lot_id}"
        notes.once("no-data", about, record.pointer, lot_id, field="capacity", value=0)
    return known


def read_count(
    record: Record, pick: Picker, name: str, ready: Compiled, notes: Notes, lot_id: str
) -> int | None:
    """Read a count; a finding and None for what is none."""
    raw = pick(record)
    if raw is None or (isinstance(raw, str) and text_of(raw, ready.missing) is None):
        _tell_word_for_nothing(raw, name, record, notes, lot_id)
        return None
    if name == "free" and says_full(raw):
        return 0
    try:
        count = count_of(count_text(raw))
    except ValueError:
        notes.each("bad-number", record.pointer, lot_id, field=name, value=raw)
        return None
    if count is None:
        notes.each("no-data", record.pointer, lot_id, field=name, value=raw)
        return None
    if count < 0:
        notes.each("negative-count", record.pointer, lot_id, field=name, value=count)
        return None
    return count


def _tell_word_for_nothing(
    raw: object, name: str, record: Record, notes: Notes, lot_id: str
) -> None:
    """Tell of `---` and the like; an empty cell speaks for itself."""
    if isinstance(raw, str) and raw.strip():
        notes.each("no-data", record.pointer, lot_id, field=name, value=raw)

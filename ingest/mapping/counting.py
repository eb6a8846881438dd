"""A lot's counts and whether it is open, out of a record, as a report's content."""

from dataclasses import dataclass
from typing import Final

from ingest.mapping.compiled import Compiled
from ingest.mapping.describing import known_word, read_count
from ingest.mapping.notes import Notes
from ingest.mapping.records import Record
from ingest.mapping.values import number_of
from parking.vocabulary import SpaceClass

_WHOLE: Final = {"percent": 100.0, "ratio": 1.0}


@dataclass(frozen=True, slots=True)
class Counted:
    """`spaces` as a snapshot has them; `is_open` None where nothing is said."""

    spaces: list[dict[str, object]]
    is_open: bool | None


def count(
    record: Record,
    ready: Compiled,
    notes: Notes,
    lot_id: str,
    capacity: dict[SpaceClass, int],
) -> Counted:
    """Read what the record counts; what has no data is left out, never 0."""
    state = known_word("state", record, ready, notes)
    is_open = None if state in (None, "no_data", "neutral") else state != "closed"
    if state == "no_data":
        notes.each("no-data", record.pointer, lot_id, field="state", value=state)
        return Counted([], None)
    classes: dict[SpaceClass, None] = {}
    for counted in ("free", "occupied", "occupancy"):
        classes |= dict.fromkeys(ready.counts.get(counted, {}))
    spaces = [
        space
        for space_class in classes
        if (space := _space(record, ready, notes, lot_id, space_class, capacity)) is not None
    ]
    if state == "full" and not spaces:
        full: dict[str, object] = {"space_class": "general", "free": 0}
        if "general" in capacity:
            full["capacity"] = capacity["general"]
        spaces = [full]
    return Counted(_renamed(spaces, record, ready, notes), is_open)


def _space(
    record: Record,
    ready: Compiled,
    notes: Notes,
    lot_id: str,
    space_class: SpaceClass,
    capacity: dict[SpaceClass, int],
) -> dict[str, object] | None:
    counts: dict[str, int | None] = {}
    for name in ("free", "occupied"):
        pick = ready.counts.get(name, {}).get(space_class)
        counts[name] = (
            None if pick is None else read_count(record, pick, name, ready, notes, lot_id)
        )
    free, occupied, total = counts["free"], counts["occupied"], capacity.get(space_class)
    if total == 0 and not free and (space_class != "general" or not occupied):
        return None  # Nothing is free of nothing: a class that the lot does not have.
    total = total or None
    if free is None and occupied is None:
        occupied = _of_share(record, ready, notes, lot_id, space_class, total)
    if free is not None:
        return _of_free(record, notes, lot_id, space_class, free, occupied, total)
    return _of_occupied(record, ready, notes, lot_id, space_class, occupied, total)


def _of_free(
    record: Record,
    notes: Notes,
    lot_id: str,
    space_class: SpaceClass,
    free: int,
    occupied: int | None,
    total: int | None,
) -> dict[str, object]:
    """Take the free count; a record whose own numbers do not add up is told of."""
    if occupied is not None and total is not None and free + occupied != total:
        notes.each(
            "counts-disagree", record.pointer, lot_id,
            free=free, occupied=occupied, capacity=total,
        )  # fmt: skip
    return _said(space_class, free=free, capacity=total)


def _of_occupied(
    record: Record,
    ready: Compiled,
    notes: Notes,
    lot_id: str,
    space_class: SpaceClass,
    occupied: int | None,
    total: int | None,
) -> dict[str, object] | None:
    """Take the occupied count, which means nothing without a capacity somewhere."""
    if occupied is None:
        return None
    if total is None and ready.mapping.rows == "both":
        notes.each("no-capacity", record.pointer, lot_id, field="capacity")
        return None
    if total is not None and occupied > total:
        notes.each(
            "occupied-above-capacity", record.pointer, lot_id, occupied=occupied, capacity=total
        )
    return _said(space_class, occupied=occupied, capacity=total)


def _said(space_class: SpaceClass, **counts: int | None) -> dict[str, object]:
    known = {name: count for name, count in counts.items() if count is not None}
    return {"space_class": space_class, **known}


def _of_share(
    record: Record,
    ready: Compiled,
    notes: Notes,
    lot_id: str,
    space_class: SpaceClass,
    total: int | None,
) -> int | None:
    """Make a count of an occupancy in percent or as a ratio; it needs the capacity."""
    pick = ready.counts.get("occupancy", {}).get(space_class)
    if pick is None:
        return None
    raw = pick(record)
    try:
        share = number_of(raw.rstrip("% ") if isinstance(raw, str) else raw)
    except ValueError:
        notes.each("bad-number", record.pointer, lot_id, field="occupancy", value=raw)
        return None
    if share is None:
        return None
    whole = _WHOLE[ready.mapping.units.get("occupancy", "percent")]
    if share < 0:
        notes.each("no-data", record.pointer, lot_id, field="occupancy", value=raw)
        return None
    if total is None:
        notes.each("no-capacity", record.pointer, lot_id, field="capacity")
        return None
    notes.once("share-rounded", "occupancy", record.pointer, value=raw)
    return round(total * share / whole)


def _renamed(
    spaces: list[dict[str, object]], record: Record, ready: Compiled, notes: Notes
) -> list[dict[str, object]]:
    """Give general spaces the class that the record itself names, one row being one class."""
    named = known_word("space_class", record, ready, notes)
    if named is None:
        return spaces
    return [
        {**space, "space_class": named} if space["space_class"] == "general" else space
        for space in spaces
    ]

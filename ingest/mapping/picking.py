"""Picks values out of records, as a mapping says where they stand."""

from collections.abc import Callable, Collection

from geo.cell import cell_of, cell_text
from geo.position import Position
from ingest.mapping.model import Pick
from ingest.mapping.records import Record, value_at
from ingest.mapping.values import text_of

Picker = Callable[[Record], object]


def picker(pick: Pick, missing: Collection[str]) -> Picker:
    """Return a function that gives the raw value; joined and split ones are text."""
    if not pick.columns:
        return lambda _: None
    if pick.split:
        whole = _whole(pick, missing)
        return lambda record: _part(whole(record), pick)
    return _whole(pick, missing)


def _whole(pick: Pick, missing: Collection[str]) -> Picker:
    if len(pick.columns) == 1:
        column = pick.columns[0]
        return lambda record: value_at(record, column)
    if pick.join is None:
        return lambda record: _first(record, pick.columns, missing)
    return lambda record: _joined(record, pick, missing)


def _first(record: Record, columns: tuple[str, ...], missing: Collection[str]) -> object:
    for column in columns:
        value = value_at(record, column)
        if text_of(value, missing) is not None or isinstance(value, dict | list):
            return value
    return None


def _joined(record: Record, pick: Pick, missing: Collection[str]) -> str | None:
    texts = (text_of(value_at(record, column), missing) for column in pick.columns)
    there = [text for text in texts if text is not None]
    return (pick.join or " ").join(there) if there else None


def _part(value: object, pick: Pick) -> str | None:
    text = text_of(value, ())
    parts = text.split(pick.split) if text is not None else []
    return parts[pick.part - 1].strip() if len(parts) >= pick.part else None


def cell_id(lat: float, lon: float, resolution: int) -> str:
    """Return the text of the cell in which a position lies, to stand for a lot's id."""
    return cell_text(cell_of(Position(lat, lon), resolution))

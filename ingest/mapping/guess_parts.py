"""Parts of a guessed mapping: fields, words of flags, units, the time of the whole."""

from collections.abc import Mapping as Members
from statistics import median
from typing import Final

from ingest.formats.document import Document
from ingest.mapping.assigning import Assigned, says_open_or_closed
from ingest.mapping.candidates import Candidate
from ingest.mapping.column_checks import flags, moments
from ingest.mapping.column_names import affinity, normal
from ingest.mapping.model import FIELDS, HOURS, Pick, RowKind
from ingest.mapping.records import whole_of
from ingest.mapping.values import height_m

_CELL: Final = 10
_NEARLY_ALL: Final = 0.9
_YES: Final = ("true", "t", "1", "ja", "j", "yes", "y", "wahr", "是")
_NO: Final = ("false", "f", "0", "nein", "n", "no", "falsch", "否")
_CENTIMETRES: Final = 20.0
_MILLIMETRES: Final = 900.0
_FEET: Final = 5.0
_PLACES: Final = (("strasse", "hausnummer"), ("street", "house number"), ("street", "housenumber"))


def fields_of(candidate: Candidate, assigned: Assigned, rows: RowKind) -> Members[str, Pick]:
    """Return a pick for every field that is a column of its own, in the order of our fields."""
    columns = dict(assigned.fields)
    if candidate.has_geometry or not {"lat", "lon"} <= columns.keys():
        columns = {name: one for name, one in columns.items() if name not in {"lat", "lon"}}
    if candidate.has_geometry or {"lat", "lon"} <= columns.keys():
        columns.pop("position", None)
    if rows == "bays":
        columns.pop("state", None)
        columns.setdefault("space_code", columns.get("name") or columns.get("lot_id") or "")
    else:
        for name in ("status", "space_code", "space_class"):
            columns.pop(name, None)
    if rows == "lots":
        for name in ("observed_at", "state"):
            columns.pop(name, None)
    picks = {name: Pick((columns[name],)) for name in FIELDS if columns.get(name)}
    if "name" not in picks or _is_street(columns["name"]):
        picks |= _street_name(candidate)
    picks["lot_id"] = _lot_id(candidate, assigned, rows, picks)
    return {name: picks[name] for name in FIELDS if name in picks and picks[name] != Pick()}


def _lot_id(
    candidate: Candidate, assigned: Assigned, rows: RowKind, picks: Members[str, Pick]
) -> Pick:
    column = assigned.fields.get("lot_id")
    if rows == "bays":
        if _are_placed(candidate, assigned, picks):
            return Pick(cell=_CELL)
        return picks.get("space_code", Pick())
    if column is not None:
        return Pick((column,))
    if "name" in picks:
        return picks["name"]
    if {"lat", "lon"} <= picks.keys():
        return Pick((*picks["lat"].columns, *picks["lon"].columns), join="_")
    return picks.get("address", Pick())


def _are_placed(candidate: Candidate, assigned: Assigned, picks: Members[str, Pick]) -> bool:
    """Tell whether nearly all of the records have a position."""
    if candidate.has_geometry or {"lat", "lon"} <= picks.keys():
        return True
    column = assigned.fields.get("position")
    return column is not None and len(candidate.columns.values[column]) >= (
        _NEARLY_ALL * candidate.columns.total
    )


def _is_street(column: str) -> bool:
    return normal(column) in {"strasse", "street"}


def _street_name(candidate: Candidate) -> dict[str, Pick]:
    known = {normal(column): column for column in sorted(candidate.columns.values)}
    for street, number in _PLACES:
        if street in known:
            columns = (known[street], known[number]) if number in known else (known[street],)
            return {"name": Pick(columns)}
    return {}


def hours_picks(assigned: Assigned) -> Members[str, Pick]:
    """Return the columns that opening hours are made of."""
    return {name: Pick((assigned.fields[name],)) for name in HOURS if name in assigned.fields}


def state_words(
    candidate: Candidate, assigned: Assigned
) -> Members[str, Members[str, tuple[str, ...]]]:
    """Return the words of a flag: whether true means open or closed is in its name."""
    column = assigned.fields.get("state")
    is_open = None if column is None else says_open_or_closed(candidate, column)
    if column is None or is_open is None or not flags(candidate.columns.values[column]):
        return {}
    yes, no = ("open", "closed") if is_open else ("closed", "open")
    return {"state": {yes: _YES, no: _NO}}


def height_unit(candidate: Candidate, assigned: Assigned) -> dict[str, str]:
    """Return the unit of heights, by the column's name or by how large they are."""
    column = assigned.fields.get("max_height")
    if column is None:
        return {}
    words = normal(column).split()
    if "cm" in words or "mm" in words:
        return {"height": "cm" if "cm" in words else "mm"}
    heights = [h for value in candidate.columns.values[column] if (h := _height(value))]
    middle = median(heights) if heights else 0.0
    if middle > _MILLIMETRES:
        return {"height": "mm"}
    if middle > _CENTIMETRES:
        return {"height": "cm"}
    return {"height": "ft"} if middle > _FEET else {}


def _height(value: object) -> float | None:
    try:
        return height_m(value, "m")
    except ValueError:
        return None


def published_at_of(document: Document, candidate: Candidate, assigned: Assigned) -> str:
    """Return where the whole document says when it is of, if its records do not say so."""
    if "observed_at" in assigned.fields or candidate.shape in {"table", "geojson"}:
        return ""
    found = _times(whole_of(document), "", 0)
    return min(found, key=lambda path: (path.count("/"), path), default="")


def _times(value: object, path: str, depth: int) -> list[str]:
    if not isinstance(value, Members) or depth > 2:  # noqa: PLR2004 - near the top alone
        return []
    found = []
    for key, member in value.items():
        here = f"{path}/{str(key).replace('~', '~0').replace('/', '~1')}"
        if isinstance(member, Members):
            found += _times(member, here, depth + 1)
        elif not isinstance(member, list) and _is_time(str(key)):
            found += [here] if moments([member]) else []
    return found


def _is_time(name: str) -> bool:
    """Leave out attributes: in answers of services they say when it was asked."""
    return not name.startswith("@") and affinity(name, "observed_at") >= 0.9  # noqa: PLR2004

"""Where the records of a document may be: every table, and every list of objects."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from itertools import islice
from typing import Final

from ingest.formats.document import Document
from ingest.mapping.column_values import Columns, columns_of
from ingest.mapping.model import Shape
from ingest.mapping.records import Record, features_of, records_at, table_records, whole_of

_WHOLE: Final = 2_000
"""So many records are looked at all; of more, as many spread over the whole."""
_DEEPEST: Final = 5
_LISTS: Final = 40
_ALIKE: Final = 0.5


@dataclass(frozen=True, slots=True)
class Candidate:
    """Records that stand together, and what is known of them all."""

    shape: Shape
    path: str
    """The list's path, a sheet's name, or nothing."""
    columns: Columns
    has_geometry: bool = False
    is_lines: bool = False
    names: tuple[str, ...] = ()
    """What the document, the collection and the list are called."""
    aliases: Mapping[str, str] = field(default_factory=dict)


def candidates_of(document: Document) -> list[Candidate]:
    """Return all of them, in no order that matters."""
    if document.kind == "table":
        return [
            Candidate(
                "table",
                table.name,
                columns_of(_sample(list(table_records(document, table.name)))),
                names=(document.name, table.name),
            )
            for table in document.tables
        ]
    if _is_geojson(document.json):
        return [_of_features(document)]
    whole = whole_of(document)
    shape: Shape = "xml" if document.kind == "xml" else "json"
    aliases = whole.get("fieldAliases") if isinstance(whole, Mapping) else None
    known = {str(k): str(v) for k, v in aliases.items()} if isinstance(aliases, Mapping) else {}
    found = []
    for path in islice(_paths(whole, "", 0), _LISTS):
        sample = _sample(list(records_at(whole, path, is_xml=shape == "xml")))
        if sample:
            names = (document.name, path.rpartition("/")[2])
            found.append(Candidate(shape, path, columns_of(sample), names=names, aliases=known))
    return found


def is_features(document: Document) -> bool:
    """Tell whether it is GeoJSON."""
    return _is_geojson(document.json)


def _of_features(document: Document) -> Candidate:
    sample = _sample(list(features_of(document.json)))
    name = document.json.get("name") if isinstance(document.json, Mapping) else None
    kinds = [str(r.geometry.get("type")) for r in sample if isinstance(r.geometry, Mapping)]
    return Candidate(
        "geojson",
        "",
        columns_of([_with_id(record) for record in sample]),
        has_geometry=bool(kinds),
        is_lines=bool(kinds) and all(kind in {"LineString", "MultiLineString"} for kind in kinds),
        names=(document.name, str(name or "")),
    )


def _sample(records: list[Record]) -> list[Record]:
    return records[:: len(records) // _WHOLE + 1]


def _with_id(record: Record) -> Record:
    feature = record.parents[-1]
    values = {**record.values, "../id": feature["id"]} if "id" in feature else record.values
    return Record(record.pointer, values, record.parents, record.geometry)


def _is_geojson(whole: object) -> bool:
    return (
        isinstance(whole, Mapping)
        and whole.get("type") in ("FeatureCollection", "Feature")
        and ("features" in whole or "geometry" in whole)
    )


def _paths(value: object, path: str, depth: int) -> Iterator[str]:
    """Yield paths of lists of objects, of objects of like objects, and of a lone object."""
    if depth > _DEEPEST:
        return
    if isinstance(value, list):
        merged = _merged(value)
        if merged:
            yield path
            yield from _inner(merged, path, depth)
    elif isinstance(value, Mapping):
        yield from _own_paths(value, path)
        for key, member in value.items():
            yield from _paths(member, f"{path}/{_escaped(str(key))}", depth + 1)


def _own_paths(value: Mapping[str, object], path: str) -> Iterator[str]:
    if _are_alike(value):
        yield f"{path}/*"
    if not path or any(not isinstance(member, Mapping | list) for member in value.values()):
        yield path


def _merged(listed: list[object]) -> dict[str, object]:
    """Return every member that one of the first objects has."""
    merged: dict[str, object] = {}
    for item in listed[:20]:
        if isinstance(item, Mapping):
            merged = {**item, **merged}
    return merged


def _inner(item: Mapping[str, object], path: str, depth: int) -> Iterator[str]:
    """Go on below the objects of a list: to lists of theirs, and into a lone wrapping object."""
    wrapped = [key for key, member in item.items() if isinstance(member, Mapping)]
    for key, member in item.items():
        is_wrapping = wrapped == [key] and len(item) <= 2  # noqa: PLR2004 - it and an attribute
        if isinstance(member, list) or is_wrapping:
            yield from _paths(member, f"{path}/{_escaped(str(key))}", depth + 1)


def _are_alike(value: Mapping[str, object]) -> bool:
    """Tell whether the members are objects with the same fields: an object keyed by ids."""
    members = [member for member in value.values() if isinstance(member, Mapping)]
    if len(members) < 2 or len(members) < len(value):  # noqa: PLR2004
        return False
    first = set(members[0])
    return all(len(first & set(m)) > _ALIKE * max(len(first), len(m)) for m in members[:20])


def _escaped(key: str) -> str:
    return key.replace("~", "~0").replace("/", "~1")

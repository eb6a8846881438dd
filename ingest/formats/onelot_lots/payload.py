"""Our own words of a lot, and where they are found: features, lines, rows of a sheet."""

from collections.abc import Iterator, Mapping
from typing import Final

from ingest.formats.document import Document, Table
from ingest.formats.lots_csv.reading import lot_of_cells, read_lots_csv
from ingest.formats.lots_geojson.reading import read_lots_geojson
from ingest.registry.rows import Row
from parking.draft_reading import FIELDS

_ENOUGH: Final = 0.5


def is_lots(document: Document) -> bool:
    """Tell whether it names lots by `lot_id`, and has nothing that is only in others' feeds."""
    if document.kind == "table":
        return any(_names_lots(table.columns) for table in document.tables)
    features = document.json.get("features") if isinstance(document.json, Mapping) else None
    listed = [document.json] if _is_feature(document.json) else features
    if not isinstance(listed, list) or not listed:
        return False
    return all(_names_lots(_properties(feature)) for feature in listed[:50])


def rows_of(document: Document) -> Iterator[Row]:
    """Yield what each lot is said to be, unknown fields too."""
    if document.kind == "json":
        yield from read_lots_geojson(document.content)
    elif document.text:
        yield from read_lots_csv(document.content)
    else:
        for table in document.tables:
            if _names_lots(table.columns):
                yield from _sheet_rows(table)


def _sheet_rows(table: Table) -> Iterator[Row]:
    for line, cells in table.rows:
        texts = {name: _text(cell) for name, cell in cells.items()}
        yield Row(f"/lines/{line}", lot_of_cells(texts))


def _text(cell: object) -> str:
    return f"{cell:.15g}" if isinstance(cell, float) else str(cell)


def _names_lots(names: object) -> bool:
    """Our `lot_id` beside other fields of ours: a feed may have a `lot_id` of its own."""
    listed = [str(name) for name in names] if isinstance(names, tuple | Mapping) else []
    ours = [name for name in listed if name in FIELDS]
    return "lot_id" in listed and len(ours) >= 2 and len(ours) >= _ENOUGH * len(listed)  # noqa: PLR2004


def _is_feature(value: object) -> bool:
    return isinstance(value, Mapping) and value.get("type") == "Feature"


def _properties(feature: object) -> object:
    return feature.get("properties") if isinstance(feature, Mapping) else None

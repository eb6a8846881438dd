"""File formats of tables: which there are, and how a table becomes one. It knows no route."""

from collections.abc import Mapping
from typing import Any, Final, Literal

import msgspec

from api.tables.csv_file import csv_bytes
from api.tables.geojson_file import geojson_bytes
from api.tables.table import Table
from api.tables.xlsx_file import xlsx_bytes

Format = Literal["json", "csv", "parquet", "geojson", "xlsx"]
MEDIA_TYPES: Final[dict[Format, str]] = {
    "json": "application/json",
    "csv": "text/csv; charset=utf-8; header=present",
    "parquet": "application/vnd.apache.parquet",
    "geojson": "application/geo+json",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


def render(table: Table, form: Format, about: Mapping[str, Any]) -> bytes:
    """Render a table; the same table and `about` always give the same bytes.

    `about` is what is told beside the rows, such as `from`, `to`, `coverage` and `notes`; CSV has
    no place for it. ValueError where the table cannot be in that format. Many rows take their
    time: render them in a thread.
    """
    table.check()
    match form:
        case "json":
            return msgspec.json.encode({**about, "rows": list(table.members())})
        case "csv":
            return csv_bytes(table)
        case "parquet":
            from api.tables.parquet_file import parquet_bytes  # noqa: PLC0415 - its library is big

            return parquet_bytes(table, about)
        case "geojson":
            return geojson_bytes(table, about)
        case "xlsx":
            return xlsx_bytes(table, about)


def file_name(table: Table, form: Format) -> str:
    """Return what a rendered table is called when it is kept."""
    return f"{table.name}.{form}"

"""Parquet: typed columns, each with its titles and unit beside it. It knows no route."""

from collections.abc import Mapping
from datetime import date, datetime
from io import BytesIO
from typing import Any, Final

import msgspec
import pyarrow as pa
import pyarrow.parquet as pq

from api.tables.table import Column, Kind, Table

_TYPES: Final[dict[Kind, pa.DataType]] = {
    "text": pa.string(),
    "integer": pa.int64(),
    "number": pa.float64(),
    "flag": pa.bool_(),
    "time": pa.timestamp("us", tz="UTC"),
    "day": pa.date32(),
    "geometry": pa.string(),
}


def parquet_bytes(table: Table, about: Mapping[str, Any]) -> bytes:
    """Render it; moments become UTC, geometries GeoJSON text. `about` goes beside the schema.

    An integer beyond 64 bits is an OverflowError.
    """
    kinds = table.kinds()
    columns = [
        pa.array([_cell(row[place], kind) for row in table.rows], _TYPES[kind])
        for place, kind in enumerate(kinds)
    ]
    fields = [_field(column, kind) for column, kind in zip(table.columns, kinds, strict=True)]
    told = {"onelot": msgspec.json.encode(about)}
    file = BytesIO()
    pq.write_table(pa.table(columns, pa.schema(fields, told)), file, compression="zstd")
    return file.getvalue()


def _field(column: Column, kind: Kind) -> pa.Field:
    told = {"zh": column.zh, "en": column.en, "unit": column.unit or ""}
    return pa.field(column.name, _TYPES[kind], metadata=told)


def _cell(cell: Any, kind: Kind) -> Any:  # noqa: ANN401 - cells are of several types
    if cell is None:
        return None
    match kind:
        case "time":
            return datetime.fromisoformat(cell)
        case "day":
            return date.fromisoformat(cell)
        case "geometry":
            return msgspec.json.encode(cell).decode()
        case _:
            return cell

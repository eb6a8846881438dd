"""Tables to put into files, and other programs' readings of those files."""

import csv
from io import BytesIO, StringIO
from pathlib import Path

import duckdb
from openpyxl import load_workbook

from api.tables.csv_file import csv_bytes
from api.tables.formats import render
from api.tables.table import Column, Table

ABOUT = {"from": "2026-10-01T00:00:00+08:00", "coverage": 0.93, "notes": ["one · 一", "two · 二"]}
SQUARE = {"type": "Polygon", "coordinates": [[[117.0, 36.6], [117.1, 36.6], [117.1, 36.7],
                                              [117.0, 36.6]]]}  # fmt: skip
COLUMNS = (
    Column("id", "编号", "Id"),
    Column("name", "名称", "Name"),
    Column("from", "起", "From", None, "time"),
    Column("day", "日期", "Day", None, "day"),
    Column("lots", "停车场数", "Lots"),
    Column("space_us", "泊位微秒", "Space-microseconds", "berth·us"),
    Column("utilization", "泊位利用率", "Utilization", "0-1"),
    Column("is_known", "已知", "Known"),
    Column("lat", "纬度", "Latitude", "deg"),
    Column("lon", "经度", "Longitude", "deg"),
)
ROWS = [
    ("370102", "历下区 · 芙蓉街", "2026-10-01T00:00:00+08:00", "2026-10-01", 42,
     9_007_199_254_740_993, 0.8125, True, 36.6512, 117.1201),
    ("370103", 'a "quoted", name\nin two lines', "2026-10-01T01:00:00.250+08:00", "2026-10-02", 0,
     -7, 1 / 3, False, -36.5, 116.99),
    ("370104", "", None, None, None, None, None, None, None, None),
]  # fmt: skip
TABLE = Table("areas", COLUMNS, ROWS)


def names(*texts: str) -> Table:
    """A table of one column of text."""
    return Table("names", [Column("name", "名称", "Name")], [(text,) for text in texts])


def csv_cells(table: Table, delimiter: str = ",") -> list[list[str]]:
    """What the standard library reads, whatever it believes to be the separator."""
    text = csv_bytes(table).decode("utf-8-sig")
    return list(csv.reader(StringIO(text, newline=""), delimiter=delimiter))


def sheet_of(table: Table, name: str | None = None):
    """One sheet of the workbook, as openpyxl reads it."""
    book = load_workbook(BytesIO(render(table, "xlsx", ABOUT)))
    return book[name or table.name]


def query(table: Table, sql: str, folder: Path) -> list[tuple]:
    """What DuckDB answers of the Parquet file; `sql` calls it `file`."""
    path = folder / "table.parquet"
    path.write_bytes(render(table, "parquet", ABOUT))
    with duckdb.connect() as connection:
        connection.execute("set timezone = 'UTC'")
        return connection.execute(sql.replace("file", f"'{path}'", 1)).fetchall()

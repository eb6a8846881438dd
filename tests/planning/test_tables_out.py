"""Tables leave as files that other programs read as the same rows."""

import json
from datetime import UTC, date, datetime
from io import BytesIO
from zipfile import ZipFile

import duckdb
import pytest
from hypothesis import given
from hypothesis import strategies as st
from shapely.geometry import shape

from api.tables.csv_file import csv_bytes
from api.tables.formats import MEDIA_TYPES, render
from api.tables.table import Column, Table
from api.tables.xlsx_file import MOST_ROWS, TooManyRowsError
from tests.planning.table_examples import (
    ABOUT,
    COLUMNS,
    ROWS,
    SQUARE,
    TABLE,
    csv_cells,
    names,
    query,
    sheet_of,
)

CELLS = st.one_of(
    st.none(), st.text(st.characters(codec="utf-8", exclude_characters="\0"), max_size=20)
)


def test_csv_reads_back_as_the_same_texts_and_numbers():
    header, *rows = csv_cells(TABLE)
    assert header == [column.name for column in COLUMNS]
    assert rows[0][:5] == ["370102", "历下区 · 芙蓉街", *ROWS[0][2:4], "42"]
    assert int(rows[0][5]) == 9_007_199_254_740_993
    assert rows[0][7] == "true"
    assert rows[1][1] == 'a "quoted", name\nin two lines'
    assert float(rows[1][6]) == 1 / 3, "every digit is there"
    assert rows[2] == ["370104", *[""] * 9]


def test_a_spreadsheet_in_china_is_told_that_csv_is_utf8():
    assert csv_bytes(TABLE).startswith(b"\xef\xbb\xbf")
    assert csv_bytes(TABLE, bom=False).startswith(b"id,")


def test_csv_tells_null_from_empty_text(tmp_path):
    path = tmp_path / "table.csv"
    path.write_bytes(csv_bytes(Table("t", COLUMNS[:2], [("a", None), ("b", "")])))
    with duckdb.connect() as connection:
        sql = f"select * from read_csv('{path}', header = true, allow_quoted_nulls = false)"
        read = connection.execute(sql).fetchall()
    assert read == [("a", None), ("b", "")]


@given(st.lists(st.tuples(CELLS, CELLS, st.none() | st.integers() | st.floats(allow_nan=False,
                                                                              allow_infinity=False)),
                max_size=4))  # fmt: skip
def test_any_text_survives_csv_but_for_the_apostrophe_that_disarms_it(rows):
    cells = csv_cells(Table("t", [Column(name, name, name) for name in "abc"], rows))[1:]
    assert len(cells) == len(rows)
    for read, row in zip(cells, rows, strict=True):
        for text, cell in zip(read[:2], row[:2], strict=True):
            assert text.replace("'", "") == (cell or "").replace("'", "")
        assert read[2] == ("" if row[2] is None else repr(row[2]))


def test_parquet_has_types_and_moments_that_other_programs_know(tmp_path):
    (first, second, third) = query(TABLE, "select * from file", tmp_path)
    assert first[:2] == ("370102", "历下区 · 芙蓉街")
    assert first[2].astimezone(UTC) == datetime(2026, 9, 30, 16, tzinfo=UTC)
    assert first[3:] == (date(2026, 10, 1), *ROWS[0][4:])
    assert second[2].microsecond == 250_000
    assert third == ("370104", "", *[None] * 8)


def test_parquet_says_titles_units_and_what_the_rows_are_of(tmp_path):
    found = query(TABLE, "select key, value from parquet_kv_metadata(file)", tmp_path)
    told = {bytes(key).decode(): bytes(value) for key, value in found}
    assert json.loads(told["onelot"]) == ABOUT


def test_a_quiet_day_has_the_same_types_as_a_busy_one_where_kinds_are_said(tmp_path):
    columns = [Column("from", "起", "From", None, "time"), Column("n", "数", "N", None, "integer")]
    sql = 'select typeof("from"), typeof(n) from file'
    busy = query(Table("t", columns, [("2026-10-01T00:00:00Z", 3)]), sql, tmp_path)
    quiet = query(Table("t", columns, [(None, None)]), sql, tmp_path)
    assert busy == quiet == [("TIMESTAMP WITH TIME ZONE", "BIGINT")]


def test_a_sheet_shows_shares_dates_and_long_integers_as_they_are():
    sheet = sheet_of(TABLE)
    header, first, second, third = sheet.iter_rows()
    assert [cell.value for cell in header][2] == "起 · From UTC+08:00"
    assert [cell.value for cell in header][5] == "泊位微秒 · Space-microseconds (berth·us)"
    assert first[1].value == "历下区 · 芙蓉街"
    assert first[2].value == datetime(2026, 10, 1)  # noqa: DTZ001
    assert first[3].value == datetime(2026, 10, 1)  # noqa: DTZ001
    assert first[4].value == 42
    assert first[5].value == "9007199254740993", "a spreadsheet would round the number"
    assert (first[6].value, first[6].number_format) == (0.8125, "0.0%")
    assert first[7].value is True
    assert second[5].value == -7
    assert [cell.value for cell in third][2:] == [None] * 8


def test_the_night_of_the_clock_change_has_both_its_hours_in_a_sheet():
    column = Column("from", "起", "From", None, "time")
    twice = ["2026-10-25T02:00:00+02:00", "2026-10-25T02:00:00+01:00"]
    sheet = sheet_of(Table("t", [column], [(moment,) for moment in twice]))
    assert [cell.value for cell in sheet["A"]] == ["起 · From", *twice]


def test_a_second_sheet_says_what_the_figures_are_and_their_notes():
    rows = list(sheet_of(TABLE, "about").iter_rows(values_only=True))
    assert ("coverage", "0.93", None, None) in rows
    assert ("notes", "two · 二", None, None) in rows
    assert ("utilization", "泊位利用率", "Utilization", "0-1") in rows


def test_more_rows_than_a_sheet_holds_are_refused_and_not_cut():
    class Many(list):
        def __len__(self):
            return MOST_ROWS + 1

        def __iter__(self):
            return iter(())

    with pytest.raises(TooManyRowsError, match="1048576 rows"):
        render(Table("t", COLUMNS[:1], Many()), "xlsx", {})


def test_geojson_has_a_feature_for_each_row_where_it_is():
    told = json.loads(render(TABLE, "geojson", ABOUT))
    assert (told["type"], told["coverage"], told["notes"]) == (
        "FeatureCollection", 0.93, ABOUT["notes"],
    )  # fmt: skip
    first, _, third = told["features"]
    assert (first["id"], shape(first["geometry"]).y) == ("370102", 36.6512)
    assert first["properties"]["name"] == "历下区 · 芙蓉街"
    assert third["geometry"] is None
    assert "utilization" in third["properties"], "null is said, not left out"


def test_outlines_are_geometries_in_geojson_and_text_elsewhere(tmp_path):
    table = Table("t", [COLUMNS[0], Column("geometry", "几何", "Geometry")],
                  [("a", SQUARE), ("b", None)])  # fmt: skip
    first, second = json.loads(render(table, "geojson", {}))["features"]
    assert (first["geometry"], first["properties"]) == (SQUARE, {"id": "a"})
    assert second["geometry"] is None
    assert json.loads(csv_cells(table)[1][1]) == SQUARE
    assert json.loads(query(table, "select geometry from file", tmp_path)[0][0]) == SQUARE
    assert [cell.value for cell in next(sheet_of(table).iter_rows())] == ["编号 · Id"]


def test_json_rows_are_objects_by_the_columns_names():
    told = json.loads(render(TABLE, "json", ABOUT))
    assert told["coverage"] == 0.93
    assert told["rows"][0]["space_us"] == 9_007_199_254_740_993
    assert list(told["rows"][2]) == [column.name for column in COLUMNS]


@pytest.mark.parametrize("form", MEDIA_TYPES)
def test_the_same_table_is_the_same_bytes_a_minute_later(form):
    before = render(TABLE, form, ABOUT)
    assert render(TABLE, form, ABOUT) == before
    if form == "xlsx":
        book = ZipFile(BytesIO(before))
        assert {entry.date_time for entry in book.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        assert b"2000-01-01T00:00:00Z</dcterms:created>" in book.read("docProps/core.xml")


@pytest.mark.parametrize("form", MEDIA_TYPES)
def test_a_table_without_rows_is_a_file_all_the_same(form):
    assert render(Table("t", COLUMNS, []), form, {})


@pytest.mark.parametrize("form", MEDIA_TYPES)
def test_nan_and_a_short_row_are_refused_in_every_format(form):
    with pytest.raises(ValueError, match="nan"):
        render(Table("t", COLUMNS[:1], [(float("nan"),)]), form, {})
    with pytest.raises(ValueError, match="cells"):
        render(Table("t", COLUMNS[:2], [("a",)]), form, {})


def test_a_column_of_mixed_kinds_is_refused_by_name():
    with pytest.raises(TypeError, match="column name mixes int, str"):
        Table("t", names().columns, [(1,), ("a",)]).kinds()

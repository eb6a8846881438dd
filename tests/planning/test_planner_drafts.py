"""A draft is in no figure before it is published; then all that it said counts."""

from ingest.rollup.region_book import RegionBook
from parking.directory import Directory
from parking.lot import Lot
from parking.storage.postgres.pool import PLATFORM
from parking.storage.postgres.publishing import Publishing
from tests.planning.planner_city import ask, open_past
from tests.planning.planner_past import any_past
from tests.services.city import City, draft


async def test_no_figure_is_of_a_draft(city: City, postgres_url: str):
    planner = await open_past(
        city, any_past(2), postgres_url,
        draft("op1-a"), draft("op1-b"), draft("op1-c"), draft("op2-d", is_draft=True),
    )  # fmt: skip
    assert (await ask(city, planner, "kpis"))["lots"] == 3
    ledger = await ask(city, planner, "coverage")
    assert ledger["total"]["lots_filed"] == 3
    unknown = await city.client.get("/v1/planner/kpis?lot_id=op2-d", headers=planner)
    assert unknown.status_code == 404
    assert await Publishing(city.pool).publish(PLATFORM, "op2-d")
    assert (await ask(city, planner, "kpis"))["lots"] == 4


def test_a_draft_is_counted_in_no_area_and_no_cell():
    facts = {"lot_key": 1, "lot_id": "a-1", "operator_key": 1, "operator_id": "a", "name": "A",
             "partition": 0, "cell": 0x8A31AA6A8907FFF, "area_code": "370102"}  # fmt: skip
    book = RegionBook(Directory(), "Asia/Shanghai")
    assert book.wanted(Lot(**facts, is_draft=True)) == frozenset()
    assert "area:370102" in book.wanted(Lot(**facts))

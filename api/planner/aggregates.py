"""`GET /v1/planner/aggregates`: which lots are counted nowhere, as they are sums of others."""

from typing import Annotated, Any, Final

from fastapi import APIRouter, Query, Response
from pydantic import BaseModel, ConfigDict

from api.dependencies import problems
from api.planner.aggregate_schemas import AggregatesAnswer
from api.planner.answers import FILES, table_answer
from api.planner.asked import AskedFormat
from api.services import Services
from api.tables.table import Column, Table
from parking.access import roles
from parking.clock import rfc3339, to_us
from parking.planning.sums.words import told_of_sum
from parking.storage.postgres.planning.lot_aggregates import LotAggregates, SaidOfLot

NOTE: Final = (
    "sums of other lots are in no figure of an area, a cell or the city; asked for by its id, a lot"
    " is told as it is · 汇总停车场不计入区域、网格与全市指标；按编号查询时照常显示"
)
_COLUMNS: Final = (
    Column("lot_id", "停车场编号", "Lot", kind="text"),
    Column("name", "名称", "Name", kind="text"),
    Column("name_en", "英文名称", "Name in English", kind="text"),
    Column("operator", "运营方", "Operator", kind="text"),
    Column("is_aggregate", "是否汇总", "Is a sum", kind="flag"),
    Column("origin", "依据", "By whose word", kind="text"),
    Column("parts", "组成停车场", "Parts", kind="text"),
    Column("hours", "比对小时数", "Hours compared", "h", "integer"),
    Column("hours_equal", "一致小时数", "Hours that agree", "h", "integer"),
    Column("reason", "说明", "Reason", kind="text"),
    Column("since", "自", "Since", kind="time"),
    Column("told", "结论", "What follows", kind="text"),
)


class AggregatesAsked(BaseModel):
    """How it is told."""

    model_config = ConfigDict(extra="forbid")

    format: AskedFormat = "json"


def aggregates_list_router(services: Services) -> APIRouter:
    """Make the route."""
    router = APIRouter()
    aggregates, zone = LotAggregates(services.planner_pool), services.settings.timezone

    @router.get(
        "/v1/planner/aggregates",
        openapi_extra=roles("planner", "admin"),
        responses={200: {"model": AggregatesAnswer, **FILES}, **problems(401, 403, 422)},
        summary="Lots that are sums of others, and how that is known · 汇总停车场",
    )
    async def list_aggregates(asked: Annotated[AggregatesAsked, Query()]) -> Response:
        rows = [_row(said, zone) for said in await aggregates.all()]
        told = {"timezone": zone, "notes": [NOTE]}
        return await table_answer(asked.format, Table("aggregates", _COLUMNS, rows), told)

    return router


def _row(said: SaidOfLot, zone: str) -> tuple[Any, ...]:
    evidence = said.evidence or {}
    return (
        said.lot_id, said.name, said.name_en, said.operator_id, said.is_aggregate, said.origin,
        ", ".join(said.part_ids), evidence.get("hours"), evidence.get("equal"), said.reason,
        rfc3339(to_us(said.since), zone),
        told_of_sum(said.part_ids, said.evidence, is_aggregate=said.is_aggregate),
    )  # fmt: skip

"""The route of the Curb Data Specification's hourly metrics, for whoever has a planner's key."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from typing import Annotated, Final, Literal, TypeAlias
from uuid import UUID
from zoneinfo import ZoneInfo

from fastapi import APIRouter, Query, Response

from ingest.export.answering import documented
from ingest.export.cds.aggregates import HEAD, MEDIA, METRICS, lines
from ingest.export.cds.words import zone_id
from ingest.export.shown import is_onstreet
from ingest.formats.moments import moment_of
from parking.access import roles
from parking.clock import CityClock, from_us
from parking.directory import Directory
from parking.lot import Lot
from parking.problems import Problem, ProblemError
from parking.storage.postgres.planning.reading_curb_hours import CurbHour

MOST_DAYS: Final = 31
MOST_HOURS: Final = 200_000
_USUAL: Final = timedelta(days=1)
_FIRST, _LAST = datetime(2000, 1, 1, tzinfo=UTC), datetime(2100, 1, 1, tzinfo=UTC)
_UTC: Final = ZoneInfo("UTC")
_MAY: Final = roles("planner", "admin")
Hours: TypeAlias = Callable[[Sequence[int], datetime, datetime], Awaitable[list[CurbHour]]]
Metric: TypeAlias = Literal["total_sessions", "turnover", "average_dwell_time", "occupancy_percent"]
Moment = Annotated[
    str | None, Query(max_length=40, description="Milliseconds or seconds of Unix, or RFC 3339")
]


def cds_metrics_router(directory: Directory, clock: CityClock, hours: Hours) -> APIRouter:
    """Make the route."""
    router = APIRouter(tags=["export"])

    @router.get(
        "/export/cds/metrics/aggregates",
        summary="Kerb lots by the hour, as CDS aggregates · 路内停车小时指标（CDS）",
        openapi_extra=_MAY,
        responses=documented(400, 401, 403, 422, media=MEDIA, told="CSV"),
    )
    async def get_aggregates(
        curb_place_type: Annotated[str, Query(max_length=10)] = "zone",
        curb_place_id: Annotated[UUID | None, Query()] = None,
        metric_type: Annotated[Metric | None, Query()] = None,
        start_time: Moment = None,
        end_time: Moment = None,
    ) -> Response:
        """By default the last 24 hours; at most 31 days."""
        begin, end = _span(start_time, end_time, from_us(clock.now_us()))
        lots = _zones(directory, curb_place_id) if curb_place_type == "zone" else {}
        if len(lots) * ((end - begin) / timedelta(hours=1)) > MOST_HOURS:
            told = f"{len(lots)} zones are too many for so long; ask for one, or for less time"
            raise ProblemError(Problem("limit-exceeded", told, status=422))
        found = await hours(list(lots), begin, end) if lots else []
        metrics = METRICS if metric_type is None else (metric_type,)
        wanted = [metric for metric in metrics if metric in METRICS]
        body = await asyncio.to_thread(_body, found, lots, wanted)  # for a month it takes a second
        return Response(body, media_type=MEDIA)

    return router


def _body(hours: Sequence[CurbHour], lots: Mapping[int, Lot], metrics: Sequence[str]) -> bytes:
    return HEAD + b"".join(lines(hours, lots, metrics))


def _zones(directory: Directory, wanted: UUID | None) -> dict[int, Lot]:
    return {
        int(lot.lot_key): lot
        for lot in directory.lots()
        if is_onstreet(lot) and not lot.is_draft and wanted in {None, zone_id(lot.lot_id)}
    }


def _span(start: str | None, end: str | None, now: datetime) -> tuple[datetime, datetime]:
    until = now if end is None else _moment(end, "end_time")
    since = until - _USUAL if start is None else _moment(start, "start_time")
    if not timedelta(0) < until - since <= timedelta(days=MOST_DAYS):
        told = f"from start_time to end_time it is more than nothing, and at most {MOST_DAYS} days"
        raise ProblemError(Problem("bad-field", told, "/query/start_time", status=422))
    return since, until


def _moment(written: str, name: str) -> datetime:
    read = moment_of(written, _UTC)
    found = None if read is None else datetime.fromisoformat(read[0])
    if found is None or not _FIRST <= found <= _LAST:
        told = f"{name} is milliseconds or seconds of Unix time, or RFC 3339, from 2000 to 2100"
        raise ProblemError(Problem("bad-time", told, f"/query/{name}"))
    return found

"""Routes of lots: near a place, one, many, and what one reported. No rules, no rendering."""

import re
from typing import Annotated, Final

from fastapi import APIRouter, Path, Query, Request, Response
from msgspec.structs import replace

from api.caching import JSON, cacheable, etag_of
from api.dependencies import (
    DEFAULT_LIMIT,
    Box,
    Coordsys,
    Cursor,
    Limit,
    Moment,
    parse_box,
    problems,
)
from api.lots.hot_nearby import NEARBY_HEADERS, NEARBY_PATH, HotNearby
from api.lots.listing import LotFilter, area_and_below, one_lot_json, page_json
from api.lots.nearby_parameters import nearby_parameters
from api.lots.readiness import refuse_incomplete
from api.lots.schemas import HistoryAnswer, LotPage, NearbyAnswer, OneLotAnswer
from api.lots.series import SERIES_CODES, series_json
from api.lots.span import span_of
from api.paging import cursor_after, key_of
from api.services import Services
from parking.access import roles
from parking.clock import rfc3339, to_us
from parking.live.availability import to_json
from parking.live.live_lot import LiveLot
from parking.problems import Problem, ProblemError

MAX_AGE_S: Final = 1
_NUMBER: Final = re.compile("[0-9]{1,16}")
"""Microseconds or a row id, neither beyond what a database holds."""
OVERLAP_US: Final = 10_000_000
"""One process learns of a change a moment after another, and a caller may ask either."""
_SINCE: Final = (
    "RFC 3339. Lots that changed since: reported, closed, opened, edited or new, by when this "
    "became known here and not by when it was observed. Send the `as_of` of the answer before; "
    "what changed in the 10 s before it comes again. A lot that was removed is only missing: ask "
    "for all now and then. What merely grew old has not changed; `ttl_s` tells when it does. "
    "After a restart every lot counts as changed."
)

LotId = Annotated[str, Path(description="The lot's id", max_length=96)]


def lots_router(services: Services, nearby: HotNearby) -> APIRouter:
    """Make the router over one process's replica and log."""
    router = APIRouter(tags=["lots"], default_response_class=Response)
    replica, clock, zone = services.replica, services.clock, services.settings.timezone

    def get_lot(lot_id: str) -> LiveLot:
        refuse_incomplete(replica)
        live = replica.find_live_lot(lot_id)
        if live is None:
            raise ProblemError(Problem("not-found", "There is no such lot."))
        return live

    @router.get(
        NEARBY_PATH,
        openapi_extra=roles("anonymous") | {"parameters": nearby_parameters()},
        responses={200: {"model": NearbyAnswer}, **problems(400, 422)},
        summary="Lots near a place, exactly the nearest that qualify · 附近停车场",
    )
    async def list_nearby(request: Request) -> Response:
        body = nearby.answer(request.scope["query_string"])
        return Response(body, media_type=JSON, headers=NEARBY_HEADERS)

    @router.get(
        "/v1/lots",
        openapi_extra=roles("anonymous"),
        responses={200: {"model": LotPage}, **problems(400, 422)},
        summary="Lots in a box or area, or changed since a time, by id · 停车场列表",
    )
    async def list_lots(
        bbox: Box = None,
        area: Annotated[str | None, Query(max_length=64, description="An area's code")] = None,
        updated_since: Annotated[Moment | None, Query(description=_SINCE)] = None,
        coordsys: Coordsys = "wgs84",
        limit: Limit = DEFAULT_LIMIT,
        cursor: Cursor = None,
    ) -> Response:
        chosen = LotFilter(
            box=None if bbox is None else parse_box(bbox),
            area_codes=None if area is None else area_and_below(services.directory, area),
            datum=coordsys,
            updated_since_us=None if updated_since is None else to_us(updated_since) - OVERLAP_US,
        )
        refuse_incomplete(replica)
        now_us = clock.now_us()
        body = page_json(
            replica,
            chosen,
            after_id=key_of(cursor),
            limit=limit,
            datum=coordsys,
            now_us=now_us,
            as_of=rfc3339(now_us, zone),
        )
        return Response(body, media_type=JSON, headers={"cache-control": "no-cache"})

    @router.get(
        "/v1/lots/{lot_id}",
        openapi_extra=roles("anonymous"),
        responses={
            200: {"model": OneLotAnswer},
            304: {"description": "Unchanged"},
            **problems(404),
        },
        summary="One lot: its facts and its availability · 停车场详情",
    )
    async def get_one_lot(
        request: Request, lot_id: LotId, coordsys: Coordsys = "wgs84"
    ) -> Response:
        live = get_lot(lot_id)
        now_us = clock.now_us()
        # All that is shown but the age, which ticks without anything having happened.
        seen = replace(live.availability(now_us), age_s=None)
        operator = services.directory.find_operator(live.lot.operator_id)
        etag = etag_of(
            replica.epoch, live.version, live.lot.version, operator, coordsys, live.ttl_s,
            to_json(seen),
        )  # fmt: skip
        body = one_lot_json(live, operator, coordsys, now_us)
        return cacheable(request, body, etag=etag, max_age_s=MAX_AGE_S)

    @router.get(
        "/v1/lots/{lot_id}/history",
        openapi_extra=roles("anonymous"),
        responses={200: {"model": HistoryAnswer}, **problems(400, 404, 422)},
        summary="What one lot reported within a span, oldest first · 上报历史",
    )
    async def list_history(
        lot_id: LotId,
        begin: Annotated[Moment | None, Query(alias="from", description="RFC 3339")] = None,
        end: Annotated[Moment | None, Query(alias="to", description="RFC 3339")] = None,
        limit: Limit = DEFAULT_LIMIT,
        cursor: Cursor = None,
    ) -> Response:
        lot = get_lot(lot_id).lot
        begin_us, end_us = span_of(begin, end, clock.now_us())
        rows, amendments = await services.history.of_lot(
            lot.lot_key,
            begin_us=begin_us,
            end_us=end_us,
            kind_codes=SERIES_CODES,
            after=_place_of(cursor),
            limit=limit,
        )
        more = (
            cursor_after(f"{rows[-1].observed_us},{rows[-1].row_id}")
            if len(rows) == limit
            else None
        )
        return Response(series_json(lot, rows, amendments, more), media_type=JSON)

    return router


def _place_of(cursor: str | None) -> tuple[int, int]:
    """Read a history cursor: the observed microsecond and row id of the last point."""
    key = key_of(cursor)
    if not key:
        return 0, 0
    observed_us, _, row_id = key.partition(",")
    if not (_NUMBER.fullmatch(observed_us) and _NUMBER.fullmatch(row_id)):
        raise ProblemError(
            Problem("bad-request", "cursor: use next_cursor unchanged.", pointer="/query/cursor")
        )
    return int(observed_us), int(row_id)

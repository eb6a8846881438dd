"""Routes of ParkAPI v3: parking sites, and the operators as its sources."""

from typing import Annotated, Final

import msgspec
from fastapi import APIRouter, Query, Request, Response

from ingest.export.answering import JSON, answer, documented
from ingest.export.city import ExportedCity
from ingest.export.parkapi_v3.filters import SiteFilter, box_of, circle_of
from ingest.export.parkapi_v3.listing import LIMIT_MAX, NO_LIMIT, PATH, find, page_sheet
from ingest.export.parkapi_v3.words import CAR
from ingest.export.press import Sheet
from parking.access import roles

MAX_AGE_S: Final = 1
SOURCES_S: Final = 60
_LAST_ID: Final = 2**53

Degrees = Annotated[float | None, Query()]
Word = Annotated[str | None, Query(max_length=200)]


def parkapi_v3_router(city: ExportedCity) -> APIRouter:
    """Make the routes."""
    router = APIRouter(tags=["export"])

    @router.get(
        PATH,
        summary="Lots as ParkAPI v3 parking sites · 停车场（ParkAPI v3）",
        openapi_extra=roles("anonymous"),
        responses=documented(400, 422, told="`items` and `total_count`, `next_path` for more"),
    )
    async def list_sites(
        request: Request,
        source_uid: Annotated[str | None, Query(max_length=64, description="An operator")] = None,
        source_uids: Annotated[str | None, Query(max_length=4_000)] = None,
        purpose: Annotated[str | None, Query(max_length=20, description="CAR")] = None,
        kind: Annotated[str | None, Query(alias="type", max_length=40)] = None,
        name: Word = None,
        lat: Degrees = None,
        lon: Degrees = None,
        radius: Annotated[float | None, Query(ge=0, description="Metres")] = None,
        lat_min: Degrees = None,
        lat_max: Degrees = None,
        lon_min: Degrees = None,
        lon_max: Degrees = None,
        limit: Annotated[
            int | None, Query(ge=1, le=LIMIT_MAX, description=f"{LIMIT_MAX}; all without a filter")
        ] = None,
        start: Annotated[int, Query(ge=0, le=_LAST_ID, description="`next_id` before")] = 0,
    ) -> Response:
        centre, radius_m = circle_of(lat, lon, radius)
        chosen = SiteFilter(
            sources=_sources(source_uid, source_uids),
            purpose=purpose and purpose.upper(),
            kind=kind and kind.upper(),
            name=name,
            centre=centre,
            radius_m=radius_m,
            box=box_of(lat_min, lat_max, lon_min, lon_max),
        )
        now_us = city.now_us()
        if limit is None and start == 0 and chosen in {SiteFilter(), SiteFilter(purpose=CAR)}:
            everything = await find(city, chosen, start=0, limit=NO_LIMIT)
            printed = await city.press.held(
                "parkapi-v3", now_us, lambda: page_sheet(city, everything, {}, now_us)
            )
        else:
            found = await find(city, chosen, start=start, limit=limit or LIMIT_MAX)
            sheet = page_sheet(city, found, dict(request.query_params), now_us)
            printed = await city.press.printed(sheet, now_us)
        return await answer(request, printed, city.publisher, max_age_s=MAX_AGE_S)

    @router.get(
        "/export/parkapi/v3/sources",
        summary="Operators as ParkAPI v3 sources · 数据来源（ParkAPI v3）",
        openapi_extra=roles("anonymous"),
        responses=documented(told="`items` and `total_count`"),
    )
    async def list_sources(request: Request) -> Response:
        now_us = city.now_us()
        operators = sorted(city.directory.operators(), key=lambda one: one.operator_key)
        items = [
            msgspec.json.encode({
                "id": one.operator_key,
                "uid": one.operator_id,
                "name": one.name,
                "public_url": city.publisher.url,
                "attribution_contributor": city.publisher.name.zh,
                "attribution_license": city.publisher.licence,
                "attribution_url": city.publisher.licence_url,
            })
            for one in operators
        ]  # fmt: skip
        head = b'{"total_count":%d,"items":[\n' % len(items)
        printed = await city.press.printed(Sheet(JSON, head, items, b",\n", b"\n]}\n"), now_us)
        return await answer(request, printed, city.publisher, max_age_s=SOURCES_S)

    return router


def _sources(one: str | None, several: str | None) -> frozenset[str] | None:
    named = [] if several is None else [part.strip() for part in several.split(",")]
    if one is not None:
        named.append(one)
    return frozenset(named) if one is not None or several is not None else None

"""Routes of the Curb Data Specification: zones, policies and areas."""

from collections.abc import Iterator
from typing import Annotated, Final

from fastapi import APIRouter, Query, Request, Response

from ingest.export.answering import answer, documented
from ingest.export.cds.listing import Around, areas_above, around_of, zones
from ingest.export.cds.rendering import area_json, policy_json, sheet, zone_json
from ingest.export.cds.words import MEDIA, policy_id
from ingest.export.city import ExportedCity
from ingest.export.press import Sheet
from ingest.export.shown import show
from parking.access import roles
from parking.lot import Lot
from parking.ports import Area

ZONES_S: Final = 10
FIXED_S: Final = 60
_MAY: Final = roles("anonymous")

Number = Annotated[float | None, Query()]


def cds_router(city: ExportedCity) -> APIRouter:
    """Make the routes."""
    router = APIRouter(tags=["export"])

    async def answered(request: Request, made: Sheet, now_us: int, max_age_s: int) -> Response:
        printed = await city.press.printed(made, now_us)
        return await answer(request, printed, city.publisher, max_age_s=max_age_s)

    @router.get(
        "/export/cds/curbs/zones",
        summary="Kerb lots as CDS curb zones · 路内停车（CDS 路缘区）",
        openapi_extra=_MAY,
        responses=documented(400, 422, media=MEDIA, told="`data.zones`"),
    )
    async def get_zones(
        request: Request,
        min_lat: Number = None,
        min_lng: Number = None,
        max_lat: Number = None,
        max_lng: Number = None,
        lat: Number = None,
        lng: Number = None,
        radius: Annotated[float | None, Query(ge=0, description="Centimetres")] = None,
        include_geometry: Annotated[bool, Query()] = True,  # noqa: FBT002
        all_lots: Annotated[  # noqa: FBT002
            bool, Query(description="Lots that do not lie along a kerb, too")
        ] = False,
    ) -> Response:
        around = around_of([min_lng, min_lat, max_lng, max_lat], [lat, lng, radius])
        now_us = city.now_us()

        def zone_sheet() -> Sheet:
            pieces = (
                zone_json(
                    show(live, city.directory, now_us),
                    [area.area_code for area in areas_above(live.lot, city.directory)],
                    city.publisher,
                    with_geometry=include_geometry,
                )
                for live in zones(city, around, is_kerb_only=not all_lots)
            )
            return sheet("zones", pieces, city.publisher, now_us, city.zone)

        if around != Around() or not include_geometry:
            return await answered(request, zone_sheet(), now_us, ZONES_S)
        name = "cds-zones-of-all" if all_lots else "cds-zones"
        printed = await city.press.held(name, now_us, zone_sheet)
        return await answer(request, printed, city.publisher, max_age_s=ZONES_S)

    @router.get(
        "/export/cds/curbs/policies",
        summary="What holds along kerbs, as CDS policies · 路内停车规则（CDS）",
        openapi_extra=_MAY,
        responses=documented(422, media=MEDIA, told="`data.policies`"),
    )
    async def get_policies(
        request: Request, ids: Annotated[str | None, Query(max_length=40_000)] = None
    ) -> Response:
        now_us = city.now_us()
        wanted = None if ids is None else {one.strip().lower() for one in ids.split(",")}
        is_kerb_only = wanted is None
        pieces = (
            policy_json(live.lot, city.publisher)
            for live in zones(city, Around(), is_kerb_only=is_kerb_only)
            if wanted is None or str(policy_id(live.lot.lot_id, live.lot.version)) in wanted
        )
        made = sheet("policies", pieces, city.publisher, now_us, city.zone)
        return await answered(request, made, now_us, FIXED_S)

    @router.get(
        "/export/cds/curbs/areas",
        summary="Neighbourhoods with kerb lots, as CDS areas · 路内停车片区（CDS）",
        openapi_extra=_MAY,
        responses=documented(400, 422, media=MEDIA, told="`data.areas`"),
    )
    async def get_areas(request: Request) -> Response:
        now_us = city.now_us()
        pieces = (area_json(area, lots, city.publisher) for area, lots in _areas(city))
        made = sheet("areas", pieces, city.publisher, now_us, city.zone)
        return await answered(request, made, now_us, FIXED_S)

    return router


def _areas(city: ExportedCity) -> Iterator[tuple[Area, list[Lot]]]:
    inside: dict[str, tuple[Area, list[Lot]]] = {}
    for live in zones(city, Around()):
        for area in areas_above(live.lot, city.directory):
            inside.setdefault(area.area_code, (area, []))[1].append(live.lot)
    yield from (inside[code] for code in sorted(inside))

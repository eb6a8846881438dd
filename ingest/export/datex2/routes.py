"""Routes of DATEX II."""

from fastapi import APIRouter, Request, Response

from ingest.export.answering import JSON, XML, answer, documented
from ingest.export.city import ExportedCity
from ingest.export.datex2.publications import light_sheet, status_sheet, table_sheet
from ingest.export.press import Print
from parking.access import roles
from parking.problems import Problem, ProblemError

TABLE_S = 60
STATUS_S = 10
_NO_LOTS = Problem("not-found", "There are no lots yet, and DATEX II has no way to say so.")


def datex2_router(city: ExportedCity) -> APIRouter:
    """Make the routes: what lots there are, how full they are, and both in short."""
    router = APIRouter(tags=["export"])

    @router.get(
        "/export/datex2/v3.7/table.xml",
        summary="Lots as a DATEX II parking table · 停车场静态信息（DATEX II）",
        openapi_extra=roles("anonymous"),
        responses=documented(404, media=XML, told="ParkingTablePublication, v3.7"),
    )
    async def get_table(request: Request) -> Response:
        now_us, version = city.now_us(), city.directory.version
        printed = await city.press.held(
            "datex2-table",
            now_us,
            lambda: table_sheet(
                (live.lot for live in city.lots()),
                lambda lot: city.directory.operator(lot.operator_key),
                city.publisher,
                now_us,
                version=version,
                is_real=city.is_real,
            ),
            version=version,
        )
        return await answer(request, _some(printed), city.publisher, max_age_s=TABLE_S)

    @router.get(
        "/export/datex2/v3.7/status.xml",
        summary="Free spaces as a DATEX II parking status · 停车场动态信息（DATEX II）",
        openapi_extra=roles("anonymous"),
        responses=documented(404, media=XML, told="ParkingStatusPublication, v3.7"),
    )
    async def get_status(request: Request) -> Response:
        now_us, version = city.now_us(), city.directory.version
        printed = await city.press.held(
            "datex2-status",
            now_us,
            lambda: status_sheet(
                city.shown(now_us), city.publisher, now_us, version=version, is_real=city.is_real
            ),
        )
        return await answer(request, _some(printed), city.publisher, max_age_s=STATUS_S)

    @router.get(
        "/export/datex2/light.json",
        summary="Lots as a DATEX II light parking publication · 停车场（DATEX II 轻量版）",
        openapi_extra=roles("anonymous"),
        responses=documented(media=JSON, told="parkingPublicationLight, v3.4"),
    )
    async def get_light(request: Request) -> Response:
        now_us = city.now_us()
        printed = await city.press.held(
            "datex2-light",
            now_us,
            lambda: light_sheet(city.shown(now_us), city.publisher, now_us),
        )
        return await answer(request, printed, city.publisher, max_age_s=STATUS_S)

    return router


def _some(printed: Print) -> Print:
    if not printed.pieces:
        raise ProblemError(_NO_LOTS)
    return printed

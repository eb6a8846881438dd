"""Route of our own lots."""

from typing import Final

from fastapi import APIRouter, Request, Response

from ingest.export.answering import answer, documented
from ingest.export.city import ExportedCity
from ingest.export.lots_geojson.rendering import MEDIA, lots_sheet
from parking.access import roles

MAX_AGE_S: Final = 10


def lots_geojson_router(city: ExportedCity) -> APIRouter:
    """Make the route."""
    router = APIRouter(tags=["export"])

    @router.get(
        "/export/lots.geojson",
        summary="All lots as GeoJSON, as they are imported · 全部停车场（GeoJSON）",
        openapi_extra=roles("anonymous"),
        responses=documented(media=MEDIA, told="A FeatureCollection"),
    )
    async def get_lots(request: Request) -> Response:
        now_us = city.now_us()
        printed = await city.press.held(
            "lots-geojson",
            now_us,
            lambda: lots_sheet(city.shown(now_us), city.publisher, now_us, city.zone),
        )
        return await answer(request, printed, city.publisher, max_age_s=MAX_AGE_S)

    return router

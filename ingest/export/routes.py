"""Every export of the city under `/export`, for anybody: put together from the formats' routes."""

import time

from fastapi import APIRouter

from ingest.export.cds.routes import cds_router
from ingest.export.city import ExportedCity
from ingest.export.datex2.routes import datex2_router
from ingest.export.lots_geojson.routes import lots_geojson_router
from ingest.export.ngsi.routes import ngsi_router
from ingest.export.parkapi_v1.routes import parkapi_v1_router
from ingest.export.parkapi_v3.routes import parkapi_v3_router
from ingest.export.press import Press
from ingest.export.publisher import Publisher
from parking.clock import CityClock
from parking.live.replica import Replica


def export_router(
    replica: Replica, clock: CityClock, zone: str, publisher: Publisher | None = None
) -> APIRouter:
    """Make the routes over one process's replica; `zone` is the city's time zone."""
    city = ExportedCity(replica, clock, publisher or Publisher(), Press(time.perf_counter), zone)
    router = APIRouter()
    for part in (
        datex2_router(city),
        ngsi_router(city),
        parkapi_v1_router(city),
        parkapi_v3_router(city),
        cds_router(city),
        lots_geojson_router(city),
    ):
        router.routes += part.routes
    return router

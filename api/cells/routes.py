"""`GET /v1/cells`: live totals of H3 cells in a box. Sums are `totals`', covers `geo.cover`'s."""

import asyncio
from functools import lru_cache
from typing import Annotated, Final

import msgspec
from fastapi import APIRouter, Query, Request, Response

from api.caching import cacheable, etag_of
from api.cells.schemas import CellsAnswer
from api.cells.totals import CellTotal, Metric, cell_totals
from api.dependencies import parse_box, problems
from api.lots.readiness import refuse_incomplete
from api.services import Services
from geo.box import BoundingBox
from geo.cell import boundary_of, cell_text, centre_of
from geo.cover import TooManyCellsError, cells_covering_box
from parking.access import roles
from parking.clock import rfc3339
from parking.problems import Problem, ProblemError
from parking.vocabulary import SpaceClass

COARSEST: Final = 4
FINEST: Final = 10
CELLS_MAX: Final = 20_000
MAX_AGE_S: Final = 1
BOXES_KEPT: Final = 16
"""A page asks for its box again and again."""
_DECIMALS: Final = 6

Resolution = Annotated[int, Query(ge=COARSEST, le=FINEST, description="H3 resolution")]


def cells_router(services: Services) -> APIRouter:
    """Make the route over one process's replica."""
    router = APIRouter(tags=["cells"], default_response_class=Response)

    @router.get(
        "/v1/cells",
        openapi_extra=roles("anonymous"),
        responses={
            200: {"model": CellsAnswer},
            304: {"description": "Unchanged"},
            **problems(400, 422),
        },
        summary="Live totals of H3 cells in a box · 网格实时汇总",
    )
    async def list_cells(
        request: Request,
        bbox: Annotated[str, Query(description="west,south,east,north in WGS-84", max_length=200)],
        resolution: Resolution = 8,
        metric: Metric = "free",
        space_class: SpaceClass = "general",
        *,
        geometry: Annotated[bool, Query(description="With outlines")] = False,
    ) -> Response:
        refuse_incomplete(services.replica)
        # In a thread: a large box has many thousand cells.
        wanted = await asyncio.to_thread(_cells_of, parse_box(bbox), resolution)
        now_us = services.clock.now_us()
        totals = [
            total
            for total in cell_totals(
                services.replica.arrays.columns, space_class, resolution, now_us
            )
            if total.cell in wanted
        ]
        etag = etag_of(resolution, metric, space_class, geometry, *totals)
        body = {
            "as_of": rfc3339(now_us, services.settings.timezone),
            "resolution": resolution,
            "metric": metric,
            "space_class": space_class,
            "cells": [_shown(total, metric, with_ring=geometry) for total in totals],
        }
        return cacheable(request, msgspec.json.encode(body), etag=etag, max_age_s=MAX_AGE_S)

    return router


@lru_cache(maxsize=BOXES_KEPT)
def _cells_of(box: BoundingBox, resolution: int) -> frozenset[int]:
    try:
        return frozenset(cells_covering_box(box, resolution, CELLS_MAX))
    except TooManyCellsError as error:
        raise ProblemError(
            Problem(
                "too-many-cells",
                f"{error}; ask for a smaller box or a coarser resolution.",
                pointer="/query/resolution",
            )
        ) from None


def _shown(total: CellTotal, metric: Metric, *, with_ring: bool) -> dict[str, object]:
    centre = centre_of(total.cell)
    shown: dict[str, object] = {
        "cell": cell_text(total.cell),
        "lat": round(centre.lat, _DECIMALS),
        "lon": round(centre.lon, _DECIMALS),
        "lots": total.lots,
        "free": total.value("free"),
        "capacity": total.capacity,
        "occupancy": total.occupancy,
        "known_share": total.known_share,
        "value": total.value(metric),
    }
    if with_ring:
        ring = [
            (round(lon, _DECIMALS), round(lat, _DECIMALS)) for lon, lat in boundary_of(total.cell)
        ]
        shown["geometry"] = {"type": "Polygon", "coordinates": [ring]}
    return shown

"""Routes of areas and of the search for a destination. Names and ranks are elsewhere."""

from typing import Annotated, Final

import msgspec
from fastapi import APIRouter, Query, Request, Response

from api.areas.schemas import AreasAnswer, SearchAnswer
from api.areas.search import shown
from api.caching import body_etag, cacheable
from api.dependencies import Coordsys, problems
from api.services import Services
from parking.access import roles
from parking.ports import Area
from parking.vocabulary import AreaLevel

AREAS_MAX_AGE_S: Final = 60
SEARCH_MAX_AGE_S: Final = 10
HITS_DEFAULT: Final = 10
HITS_MAX: Final = 50
TYPED_MAX: Final = 100


def areas_router(services: Services) -> APIRouter:
    """Make the routes over one process's copy of the registry."""
    router = APIRouter(tags=["areas"], default_response_class=Response)
    directory = services.directory

    @router.get(
        "/v1/areas",
        openapi_extra=roles("anonymous"),
        responses={
            200: {"model": AreasAnswer},
            304: {"description": "Unchanged"},
            **problems(422),
        },
        summary="Districts, sub-districts, communities and grid cells · 辖区",
    )
    async def list_areas(
        request: Request,
        level: AreaLevel | None = None,
        parent: Annotated[str | None, Query(max_length=64, description="A code")] = None,
        *,
        outline: Annotated[bool, Query(description="With outlines (WGS-84)")] = False,
    ) -> Response:
        chosen = sorted(
            (
                area
                for area in directory.areas()
                if (level is None or area.level == level)
                and (parent is None or area.parent_code == parent)
            ),
            key=lambda area: area.area_code,
        )
        areas = [_area(area, with_outline=outline) for area in chosen]
        body = msgspec.json.encode({"areas": areas})
        return cacheable(request, body, etag=body_etag(body), max_age_s=AREAS_MAX_AGE_S)

    @router.get(
        "/v1/search",
        openapi_extra=roles("anonymous"),
        responses={
            200: {"model": SearchAnswer},
            304: {"description": "Unchanged"},
            **problems(422),
        },
        summary="Lots and areas by name, English name or pinyin · 搜索",
    )
    async def search_places(
        request: Request,
        q: Annotated[str, Query(min_length=1, max_length=TYPED_MAX, description="As typed")],
        limit: Annotated[int, Query(ge=1, le=HITS_MAX)] = HITS_DEFAULT,
        coordsys: Coordsys = "wgs84",
    ) -> Response:
        hits = [shown(place, coordsys) for place in services.places.find(q, limit)]
        body = msgspec.json.encode({"coordsys": coordsys, "results": hits})
        return cacheable(request, body, etag=body_etag(body), max_age_s=SEARCH_MAX_AGE_S)

    return router


def _area(area: Area, *, with_outline: bool) -> dict[str, object]:
    told: dict[str, object] = {
        "area_code": area.area_code,
        "level": area.level,
        "name": area.name,
        "name_en": area.name_en,
        "parent_code": area.parent_code,
        "lat": area.label_lat,
        "lon": area.label_lon,
    }
    if with_outline:
        told["outline"] = area.outline
    return told

"""Routes of NGSI-LD: the query of entities, for brokers and whoever reads them."""

import re
from typing import Annotated, Final

import msgspec
from fastapi import APIRouter, Query, Request, Response

from ingest.export.answering import JSON, answer, documented
from ingest.export.city import ExportedCity
from ingest.export.ngsi.listing import (
    LIMIT_DEFAULT,
    LIMIT_MAX,
    page_of,
    simplified,
    types_of,
    with_context,
)
from ingest.export.ngsi.words import CONTEXT, COUNT_HEADER, LD_JSON
from ingest.export.press import Sheet
from parking.access import roles

MAX_AGE_S: Final = 1
_CONTEXT_LINK: Final = (
    f'<{CONTEXT[0]}>; rel="http://www.w3.org/ns/json-ld#context"; type="application/ld+json"'
)
_OFFSET_MAX: Final = 10_000_000


def ngsi_router(city: ExportedCity) -> APIRouter:
    """Make the route; normalized entities, with their context inside or in a link."""
    router = APIRouter(tags=["export"])

    @router.get(
        "/export/ngsi-ld/entities",
        summary="Lots as NGSI-LD entities · 停车场（NGSI-LD 实体）",
        openapi_extra=roles("anonymous"),
        responses=documented(400, 422, media=LD_JSON, told="An array of entities"),
    )
    async def get_entities(
        request: Request,
        kind: Annotated[str, Query(alias="type", description="OffStreetParking, …")],
        limit: Annotated[int, Query(ge=0, le=LIMIT_MAX)] = LIMIT_DEFAULT,
        offset: Annotated[int, Query(ge=0, le=_OFFSET_MAX)] = 0,
        options: Annotated[str, Query(description="keyValues, count")] = "",
        count: Annotated[bool, Query(description=f"Tell the number in {COUNT_HEADER}")] = False,  # noqa: FBT002
    ) -> Response:
        asked = {part.strip() for part in options.split(",")}
        page = await page_of(
            city,
            types_of(kind),
            offset=offset,
            limit=limit,
            with_count=count or "count" in asked,
        )
        entities = page.entities
        if asked & {"keyValues", "simplified", "concise"}:
            entities = [simplified(one) for one in entities]
        headers = {} if page.count is None else {COUNT_HEADER: str(page.count)}
        is_ld = takes_ld(request.headers.get("accept", ""))
        if not is_ld:
            headers["link"] = _CONTEXT_LINK
        else:
            entities = with_context(entities)
        media, tagged = LD_JSON if is_ld else JSON, str(page.count).encode()
        rendered = (msgspec.json.encode(one) for one in entities)
        sheet = Sheet(media, b"[", rendered, b",\n", b"]\n", tagged)
        printed = await city.press.printed(sheet, city.now_us())
        return await answer(request, printed, city.publisher, max_age_s=MAX_AGE_S, headers=headers)

    return router


def takes_ld(accept: str) -> bool:
    """Read Accept: plain JSON for those who name it and not JSON-LD, the context inside else."""
    named = re.split(r"[,;]\s*", accept.lower())
    return LD_JSON in named or JSON not in named

"""POST /v1/reports and POST /v1/history over HTTP. What a request means is the door's business."""

from typing import Annotated, Any

from fastapi import APIRouter, Header, Request, Response

from ingest.reports.door import ReportDoor
from ingest.reports.schemas import (
    AllRejectedAnswer,
    ProblemAnswer,
    ReportsAnswer,
    reports_request_schema,
)
from parking.access import roles

_RESPONSES: dict[int | str, dict[str, Any]] = {
    200: {"model": ReportsAnswer, "description": "Each report answered; what stands is committed"},
    400: {"model": ProblemAnswer, "description": "The body is not valid JSON"},
    413: {"model": ProblemAnswer, "description": "More than 1,000 reports, or too many bytes"},
    415: {"model": ProblemAnswer, "description": "A content coding other than gzip"},
    422: {"model": AllRejectedAnswer, "description": "Every report was rejected"},
    429: {"model": ProblemAnswer, "description": "Over this key's rate; see Retry-After"},
    503: {"model": ProblemAnswer, "description": "Nothing acknowledged; send the same again"},
}


def reports_router(door: ReportDoor, history: ReportDoor) -> APIRouter:
    """Make the two routes; the live one may also be served in front of FastAPI."""
    router = APIRouter(tags=["reports"])

    @router.post(
        "/v1/reports",
        summary="Send reports · 上报",
        responses=_RESPONSES,
        openapi_extra=_documented(),
    )
    async def post_reports(
        request: Request, content_encoding: Annotated[str | None, Header()] = None
    ) -> Response:
        """Up to 1,000 reports and 1 MiB (gzip: 8 MiB inflated); each is answered by itself."""
        return await _handled(door, request, content_encoding)

    @router.post(
        "/v1/history",
        summary="Send history · 补录历史",
        responses=_RESPONSES,
        openapi_extra=_documented(),
    )
    async def post_history(
        request: Request, content_encoding: Annotated[str | None, Header()] = None
    ) -> Response:
        """Reports of any age for the log alone: they never become live."""
        return await _handled(history, request, content_encoding)

    return router


async def _handled(door: ReportDoor, request: Request, encoding: str | None) -> Response:
    answer = await door.handle(request.state.principal, await request.body(), encoding)
    return Response(answer.body, answer.status, dict(answer.headers))


def _documented() -> dict[str, Any]:
    content = {"application/json": {"schema": reports_request_schema()}}
    body = {"requestBody": {"required": True, "content": content}}
    return body | roles("operator", "admin")

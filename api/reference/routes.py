"""The contract for people and programs: OpenAPI, its reference page, a page per problem type."""

from html import escape
from typing import Annotated

import msgspec
from fastapi import APIRouter, FastAPI, Path, Response
from starlette.responses import HTMLResponse

from api.pages import clock_notice, page, paragraph, table
from api.reference.contract import contract_of
from api.reference.page import reference_body
from parking.access import roles
from parking.clock import CityClock
from parking.problems import CATALOGUE, Problem, ProblemError, ProblemType


def reference_router(app: FastAPI, clock: CityClock, zone: str) -> APIRouter:
    """Serve what `app` says of itself; it is complete once the app has started."""
    router = APIRouter(tags=["reference"])
    encoded: list[bytes] = []

    @router.get(
        "/openapi.json",
        openapi_extra=roles("anonymous"),
        summary="This contract, as OpenAPI · 接口契约",
    )
    async def openapi() -> Response:
        if not encoded:
            encoded.append(msgspec.json.encode(contract_of(app)))
        return Response(encoded[0], media_type="application/json")

    @router.get(
        "/docs",
        openapi_extra=roles("anonymous"),
        response_class=HTMLResponse,
        summary="This contract, as a page · 接口说明页",
    )
    async def reference() -> Response:
        body = reference_body(contract_of(app))
        return page("接口说明", "API reference", body, clock_notice(clock, zone))

    @router.get(
        "/problems",
        openapi_extra=roles("anonymous"),
        response_class=HTMLResponse,
        summary="Every type of problem · 问题类型",
    )
    async def problems() -> Response:
        rows = ((kind.slug, kind.status, kind.title_zh, kind.title) for kind in CATALOGUE.values())
        body = table(("type", "HTTP", "中文", "English"), rows)
        return page("问题类型", "Problem types", body, clock_notice(clock, zone))

    @router.get(
        "/problems/{slug}",
        openapi_extra=roles("anonymous"),
        response_class=HTMLResponse,
        summary="One type of problem · 问题说明",
    )
    async def problem(
        slug: Annotated[str, Path(description="The last part of a problem's `type`")],
    ) -> Response:
        if slug not in CATALOGUE:
            raise ProblemError(Problem("not-found", "There is no such type of problem."))
        return _problem_page(CATALOGUE[slug], clock_notice(clock, zone))

    return router


def _problem_page(kind: ProblemType, clock: str) -> HTMLResponse:
    again = (
        paragraph("稍后重试同一请求可能成功。", "The same request may succeed later, unchanged.")
        if kind.retryable
        else paragraph("请先修改请求再重试。", "Mend the request before sending it again.")
    )
    about = f"<p><code>{escape(kind.uri)}</code> · HTTP {kind.status}</p>"
    mend = paragraph(
        "detail 说明哪里有误、如何修正；pointer 指向出错的字段。",
        "`detail` says what is wrong and how to mend it; `pointer` leads to the field.",
    )
    return page(kind.title_zh, kind.title, about + mend + again, clock)

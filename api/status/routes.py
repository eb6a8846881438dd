"""Seen from outside: alive, ready, metrics, and the public page of every feed's health."""

import time
from typing import Final

import msgspec
from fastapi import APIRouter, Request, Response
from prometheus_client import CONTENT_TYPE_LATEST
from pydantic import BaseModel
from starlette.responses import PlainTextResponse

from api.caching import JSON
from api.dependencies import problems
from api.pages import clock_notice, page
from api.problems import problem_response
from api.services import Services
from api.status.health import HealthWatch
from api.status.polled import PolledWatch
from api.status.readiness import missing
from api.status.view import status_body, status_json
from api.status.workers import metrics_text
from parking.access import roles
from parking.problems import Problem

NOT_STORED: Final = {"cache-control": "no-store"}


class Ready(BaseModel):
    """This process answers truthfully."""

    ready: bool
    replica_lag_ms: int
    warnings: list[str]


def status_router(services: Services, watch: HealthWatch) -> APIRouter:
    """Make the routes over one process."""
    router = APIRouter(tags=["status"])
    zone = services.settings.timezone
    polled = PolledWatch(services.pool, seconds=time.monotonic)

    @router.get(
        "/healthz",
        openapi_extra=roles("anonymous"),
        response_class=PlainTextResponse,
        summary="This process runs · 进程存活",
    )
    async def healthz() -> Response:
        return PlainTextResponse("ok\n", headers=NOT_STORED)

    @router.get(
        "/readyz",
        openapi_extra=roles("anonymous"),
        responses={200: {"model": Ready}, **problems()},
        response_class=Response,
        summary="The stores answer and the replica has caught up · 就绪",
    )
    async def readyz() -> Response:
        lacking = await missing(services)
        if lacking:
            return problem_response(Problem("unavailable", f"Not ready: {', '.join(lacking)}."))
        body = Ready(
            ready=True,
            replica_lag_ms=services.follower.lag_ms(),
            warnings=services.eviction.warnings(),
        )
        return Response(body.model_dump_json(), media_type=JSON, headers=NOT_STORED)

    @router.get(
        "/metrics",
        openapi_extra=roles("anonymous"),
        response_class=PlainTextResponse,
        summary="Metrics of this process, for Prometheus · 监控指标",
    )
    async def metrics() -> Response:
        return Response(
            metrics_text(services.metrics, services.settings.metrics_dir),
            media_type=CONTENT_TYPE_LATEST,
            headers=NOT_STORED,
        )

    @router.get(
        "/status",
        openapi_extra=roles("anonymous"),
        response_class=Response,
        summary="Every feed's health, as a page or as JSON · 数据源健康",
    )
    async def status(request: Request) -> Response:
        phases, found = await polled.phases(), services.verdicts.by_feed()
        if "text/html" in request.headers.get("accept", ""):
            answer: Response = page(
                "运行状态",
                "Status",
                status_body(watch, zone, phases, found),
                clock_notice(watch.clock, zone),
            )
        else:
            answer = Response(
                msgspec.json.encode(status_json(watch, zone, phases, found)), media_type=JSON
            )
        answer.headers["vary"] = "accept"
        answer.headers["cache-control"] = "no-cache"
        return answer

    return router

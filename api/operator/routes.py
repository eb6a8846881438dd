"""Routes that tell an operator who it is and how its feeds do. Its lots are in `lots.py`."""

from fastapi import APIRouter, Response
from fastapi.responses import JSONResponse

from api.dependencies import Caller, problems
from api.operator.aggregates import aggregates_router
from api.operator.lots import operator_lots_router
from api.operator.schemas import FeedList, OwnIdentity
from api.routing import together
from api.services import Services
from parking.access import roles
from parking.clock import rfc3339, to_us
from parking.storage.postgres.feeds import Feed, PostgresFeeds


def operator_router(services: Services) -> APIRouter:
    """Make the router of everything below /v1/operator but recounts and closures."""
    router = APIRouter()
    feeds, directory = PostgresFeeds(services.pool), services.directory
    zone = services.settings.timezone

    @router.get(
        "/v1/operator",
        openapi_extra=roles("operator", "admin"),
        responses={200: {"model": OwnIdentity}, **problems(401, 403)},
        summary="Who this key is · 我是谁",
    )
    async def who_am_i(caller: Caller) -> Response:
        if caller.source_key is not None and directory.source(caller.source_key) is None:
            await services.refresh()  # the key is a moment younger than what we have followed
        operator = None
        if caller.operator_key is not None:
            operator = directory.operator(caller.operator_key)
        source = None if caller.source_key is None else directory.source(caller.source_key)
        return JSONResponse({
            "role": caller.role,
            "key_id": caller.key_id,
            "operator": caller.operator_id,
            "name": operator.name if operator else None,
            "source": source.source_id if source else None,
        })  # fmt: skip

    @router.get(
        "/v1/operator/feeds",
        openapi_extra=roles("operator", "admin"),
        responses={200: {"model": FeedList}, **problems(401, 403)},
        summary="How the feeds do, and what could not be taken · 数据源健康",
    )
    async def list_feeds(caller: Caller) -> Response:
        return JSONResponse({"feeds": [_told(feed, zone) for feed in await feeds.list(caller)]})

    parts = (router, operator_lots_router(services), aggregates_router(services))
    return together(parts, "operator")


def _told(feed: Feed, zone: str) -> dict[str, object]:
    last = feed.last_report_at
    return {
        "source": feed.source_id,
        "kind": feed.kind,
        "ttl_s": feed.ttl_s,
        "changes_only": feed.changes_only,
        "last_report_at": None if last is None else rfc3339(to_us(last), zone),
        "lots_last_hour": feed.lots_last_hour,
        "reports_last_hour": feed.reports_last_hour,
        "problems": [
            {
                "times": found.times,
                "seen_at": rfc3339(to_us(found.seen_at), zone),
                "lot_id": found.lot_id,
                "problem": found.problem,
            }
            for found in feed.problems
        ],
    }

"""Routes by which an operator declares feeds to be polled, and sees how they do."""

from typing import Annotated, Any, Final

import msgspec
from fastapi import APIRouter, Depends, Path, Query, Request, Response
from fastapi.responses import JSONResponse

from ingest.polling.declaring import Declaring, no_feed
from ingest.polling.schemas import (
    AuthAnswer,
    FeedBody,
    PolledFeedAnswer,
    PolledFeedList,
    TrialAnswer,
)
from ingest.reports.schemas import ProblemAnswer
from parking.access import roles
from parking.polled_feed import PolledFeed
from parking.principal import Principal
from parking.problems import ProblemError
from parking.storage.postgres.polled_feeds import PolledFeeds, source_of

FEEDS_PATH: Final = "/v1/operator/polled-feeds"
_MAY: Final = roles("operator", "admin")
_PROBLEMS: Final[dict[int | str, dict[str, Any]]] = {
    status: {"model": ProblemAnswer} for status in (401, 403, 404, 422, 503)
}


async def principal_of(request: Request) -> Principal:
    """Return the caller whom the gate let in. Async, as the others are handed to a thread."""
    principal: Principal = request.state.principal
    return principal


Caller = Annotated[Principal, Depends(principal_of)]
FeedId = Annotated[str, Path(description="The feed's id", max_length=96)]


DryRun = Annotated[bool, Query(description="Fetch and read it once, and store nothing")]


def polled_feeds_router(feeds: PolledFeeds, declaring: Declaring) -> APIRouter:
    """Make the routes; another operator's feed and a missing one get the same 404."""
    router = APIRouter(tags=["operator"])

    @router.put(
        f"{FEEDS_PATH}/{{feed_id}}",
        summary="Declare a feed to be polled, or try one · 登记轮询数据源",
        openapi_extra=_MAY,
        responses={
            200: {"model": PolledFeedAnswer | TrialAnswer},
            201: {"model": PolledFeedAnswer},
            **_PROBLEMS,
        },
    )
    async def put_feed(
        feed_id: FeedId, body: FeedBody, caller: Caller, *, dry_run: DryRun = False
    ) -> Response:
        """It is fetched within seconds. Its id begins with the operator's id and a dash."""
        if dry_run:
            tried = await declaring.tried(caller, feed_id, body)
            return Response(msgspec.json.encode(tried), media_type="application/json")
        feed, created = await declaring.put(caller, feed_id, body)
        return _answer(feed, 201 if created else 200)

    @router.get(
        FEEDS_PATH,
        summary="Polled feeds and how they do · 轮询数据源列表",
        openapi_extra=_MAY,
        responses={200: {"model": PolledFeedList}, **_PROBLEMS},
    )
    async def list_feeds(caller: Caller) -> PolledFeedList:
        return PolledFeedList(feeds=[_told(feed) for feed in await feeds.list_feeds(caller)])

    @router.get(
        f"{FEEDS_PATH}/{{feed_id}}",
        summary="One polled feed · 轮询数据源",
        openapi_extra=_MAY,
        responses={200: {"model": PolledFeedAnswer}, **_PROBLEMS},
    )
    async def get_feed(feed_id: FeedId, caller: Caller) -> Response:
        feed = await feeds.find(caller, feed_id)
        if feed is None:
            raise ProblemError(no_feed(caller))
        return _answer(feed, 200)

    @router.delete(
        f"{FEEDS_PATH}/{{feed_id}}",
        summary="Poll it no more; its lots stay · 停止轮询",
        status_code=204,
        openapi_extra=_MAY,
        responses=_PROBLEMS,
    )
    async def delete_feed(feed_id: FeedId, caller: Caller) -> Response:
        if not await feeds.remove(caller, feed_id):
            raise ProblemError(no_feed(caller))
        return Response(status_code=204)

    return router


def _answer(feed: PolledFeed, status_code: int) -> Response:
    return JSONResponse(_told(feed).model_dump(mode="json"), status_code)


def _told(feed: PolledFeed) -> PolledFeedAnswer:
    declared = feed.declaration
    return PolledFeedAnswer(
        feed_id=declared.feed_id,
        operator=feed.operator_id,
        source=source_of(declared.feed_id),
        url=declared.url,
        format=declared.format,
        mapping=declared.mapping,
        coordsys=declared.coordsys,
        timezone=declared.zone,
        interval_s=declared.interval_s,
        auth=AuthAnswer(
            kind=declared.auth_kind, name=declared.auth_name, has_secret=feed.has_secret
        ),
        is_draft=declared.is_draft,
        is_paused=declared.is_paused,
        due_at=feed.due_at,
        status=feed.status,
    )

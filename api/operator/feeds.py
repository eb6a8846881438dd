"""Route that tells an operator how its feeds do: health, figures, findings, what was refused."""

from typing import Annotated, Final

from fastapi import APIRouter, Query, Response
from fastapi.responses import JSONResponse

from api.dependencies import Caller, problems
from api.operator.feed_findings import found_by_checks
from api.operator.feed_lots import lots_by_feed
from api.operator.feed_schemas import FeedList
from api.operator.feed_telling import feed_told
from api.services import Services
from parking.access import roles
from parking.clock import HOUR_US, from_us
from parking.storage.postgres.feed_verdicts import FeedVerdicts
from parking.storage.postgres.feeds import PostgresFeeds
from parking.storage.postgres.planning.feed_service import read_feed_service
from parking.storage.postgres.polled_feeds import PolledFeeds, source_of

LOOKED_BACK_US: Final = 24 * HOUR_US


def feeds_router(services: Services) -> APIRouter:
    """Make the route; an operator sees its own feeds, an admin all or one operator's."""
    router = APIRouter()
    feeds, polled_feeds = PostgresFeeds(services.pool), PolledFeeds(services.pool)
    checks = FeedVerdicts(services.pool)
    zone, directory, clock = services.settings.timezone, services.directory, services.clock

    @router.get(
        "/v1/operator/feeds",
        openapi_extra=roles("operator", "admin"),
        responses={200: {"model": FeedList}, **problems(401, 403)},
        summary="How the feeds do, and what could not be taken · 数据源健康",
    )
    async def list_feeds(
        caller: Caller,
        operator: Annotated[str | None, Query(max_length=64, description="For an admin")] = None,
    ) -> Response:
        def is_asked(operator_key: int) -> bool:
            known = directory.operator(operator_key) if operator is not None else None
            is_named = operator is None or (known is not None and known.operator_id == operator)
            return is_named and caller.may_act_for(operator_key)

        now_us = clock.now_us()
        found = [
            feed
            for feed in await feeds.list(caller)
            if operator is None or feed.operator_id == operator
        ]
        lots = lots_by_feed(services.replica.live_lots(), now_us, is_asked)
        service = await read_feed_service(
            services.planner_pool,
            {name: of.lot_keys for name, of in lots.items()},
            (now_us - LOOKED_BACK_US) // HOUR_US * HOUR_US,
        )
        polled = {
            source_of(one.declaration.feed_id): one for one in await polled_feeds.list_feeds(caller)
        }
        verdicts = await checks.of_operator(caller, from_us(now_us - LOOKED_BACK_US))
        feed_of = {lot_id: name for name, of in lots.items() for lot_id in of.lot_ids}
        checked = found_by_checks(verdicts, feed_of, zone)
        told = [
            feed_told(
                feed,
                lots.get(name),
                service.get(name),
                polled.get(name),
                checked.get(name, ()),
                now_us,
                zone,
            )
            for feed in found
            for name in (feed.source_id,)
        ]
        return JSONResponse({"feeds": told})

    return router

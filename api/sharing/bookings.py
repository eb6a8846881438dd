"""Routes of bookings: held, confirmed, used, cancelled. What that means, rules and stores know.

A foreign booking answers like one that is not there; a step that does not lead on is 409 with the
state there is.
"""

from typing import Annotated, Final

from fastapi import APIRouter, Path, Request, Response
from fastapi.responses import JSONResponse

from api.dependencies import DEFAULT_LIMIT, Caller, Cursor, Limit, problems
from api.paging import cursor_after, key_of
from api.services import Services
from api.sharing.booking_answers import booking_told, bookings_told
from api.sharing.booking_schemas import (
    BookingAnswer,
    BookingPage,
    CancelBody,
    ConfirmBody,
    HoldBody,
    RevokeBody,
    SeriesAnswer,
)
from api.sharing.hold_request import read_hold
from api.sharing.once import Once, Reply
from parking.access import roles
from parking.storage.postgres.pool import PLATFORM, Connection, scoped
from parking.storage.postgres.sharing import booking_steps as steps
from parking.storage.postgres.sharing.bookings import hold

BOOKINGS_PATH: Final = "/v1/sharing/bookings"
BOOKING_PATH: Final = "/v1/sharing/bookings/{booking_id}"
BookingId = Annotated[str, Path(description="The booking's id", max_length=64)]
ONE_OR_SERIES: Final = BookingAnswer | SeriesAnswer
STEP_PROBLEMS: Final = problems(400, 401, 403, 404, 409, 413, 415, 422)
NO_STORE: Final = {"cache-control": "no-store"}


def bookings_router(services: Services, once: Once) -> APIRouter:
    """Make the router of /v1/sharing/bookings."""
    router = APIRouter()
    pool = services.pool

    @router.post(
        BOOKINGS_PATH,
        status_code=201,
        openapi_extra=roles("driver"),
        responses={201: {"model": ONE_OR_SERIES},
                   **problems(400, 401, 403, 409, 413, 415, 422)},
        summary="Hold a space for five minutes · 预订共享泊位",
    )  # fmt: skip
    async def make(body: HoldBody, request: Request, caller: Caller) -> Response:
        async def work(connection: Connection) -> Reply:
            wanted = await read_hold(connection, body, caller)
            return Reply.of(201, bookings_told(await hold(connection, wanted, caller)))

        return await once.run(request, caller, work)

    @router.get(
        BOOKINGS_PATH,
        openapi_extra=roles("driver"),
        responses={200: {"model": BookingPage}, **problems(400, 401, 403)},
        summary="Own bookings, the newest first · 我的预订",
    )
    async def list_own(
        caller: Caller, limit: Limit = DEFAULT_LIMIT, cursor: Cursor = None
    ) -> Response:
        after = key_of(cursor) or None
        async with scoped(pool, PLATFORM) as connection:
            page = await steps.list_own(connection, caller, after=after, limit=limit + 1)
        following = cursor_after(page[limit - 1].booking_id) if len(page) > limit else None
        told = [booking_told(booking) for booking in page[:limit]]
        return JSONResponse({"bookings": told, "next_cursor": following}, headers=NO_STORE)

    @router.get(
        BOOKING_PATH,
        openapi_extra=roles("driver", "owner", "operator", "admin"),
        responses={200: {"model": BookingAnswer}, **problems(401, 403, 404)},
        summary="A booking · 预订详情",
    )
    async def read(booking_id: BookingId, caller: Caller) -> Response:
        async with scoped(pool, PLATFORM) as connection:
            booking = await steps.see(connection, booking_id, caller)
        told = booking_told(booking, is_place_told=caller.role != "driver")
        return JSONResponse(told, headers=NO_STORE)

    _add_steps(router, once)
    _add_visits(router, once)
    return router


def _add_steps(router: APIRouter, once: Once) -> None:
    """Add what is decided from afar."""

    @router.post(
        BOOKING_PATH + "/confirm",
        openapi_extra=roles("driver"),
        responses={200: {"model": ONE_OR_SERIES}, **STEP_PROBLEMS},
        summary="Confirm a hold, all of a series · 确认预订",
    )
    async def confirm(
        booking_id: BookingId, request: Request, caller: Caller, _body: ConfirmBody | None = None
    ) -> Response:
        async def work(connection: Connection) -> Reply:
            return Reply.of(200, bookings_told(await steps.confirm(connection, booking_id, caller)))

        return await once.run(request, caller, work)

    @router.post(
        BOOKING_PATH + "/cancel",
        openapi_extra=roles("driver"),
        responses={200: {"model": ONE_OR_SERIES}, **STEP_PROBLEMS},
        summary="Cancel a booking, or more of its series · 取消预订",
    )
    async def cancel(
        booking_id: BookingId, request: Request, caller: Caller, body: CancelBody | None = None
    ) -> Response:
        reach = "one" if body is None else body.scope

        async def work(connection: Connection) -> Reply:
            moved = await steps.cancel(connection, booking_id, caller, reach)
            return Reply.of(200, bookings_told(moved))

        return await once.run(request, caller, work)

    @router.post(
        BOOKING_PATH + "/revoke",
        openapi_extra=roles("owner", "operator", "admin"),
        responses={200: {"model": BookingAnswer}, **STEP_PROBLEMS},
        summary="Take a booking of an own space back · 收回预订",
    )
    async def revoke(
        booking_id: BookingId, body: RevokeBody, request: Request, caller: Caller
    ) -> Response:
        async def work(connection: Connection) -> Reply:
            moved = await steps.revoke(connection, booking_id, caller, body.reason)
            return Reply.of(200, booking_told(moved, is_place_told=True))

        return await once.run(request, caller, work)


def _add_visits(router: APIRouter, once: Once) -> None:
    """Add what happens at the space, where no gate tells of it."""

    @router.post(
        BOOKING_PATH + "/check-in",
        openapi_extra=roles("driver", "operator", "admin"),
        responses={200: {"model": BookingAnswer}, **STEP_PROBLEMS},
        summary="The car is there · 入场",
    )
    async def check_in(
        booking_id: BookingId, request: Request, caller: Caller, _body: ConfirmBody | None = None
    ) -> Response:
        async def work(connection: Connection) -> Reply:
            moved = await steps.check_in(connection, booking_id, caller)
            return Reply.of(200, booking_told(moved))

        return await once.run(request, caller, work)

    @router.post(
        BOOKING_PATH + "/check-out",
        openapi_extra=roles("driver", "operator", "admin"),
        responses={200: {"model": BookingAnswer}, **STEP_PROBLEMS},
        summary="The car has left · 离场",
    )
    async def check_out(
        booking_id: BookingId, request: Request, caller: Caller, _body: ConfirmBody | None = None
    ) -> Response:
        async def work(connection: Connection) -> Reply:
            moved = await steps.check_out(connection, booking_id, caller)
            return Reply.of(200, booking_told(moved))

        return await once.run(request, caller, work)

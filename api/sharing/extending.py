"""Route of longer stays: a driver extends a booking before its end, where that hurts nobody."""

from fastapi import APIRouter, Request, Response

from api.dependencies import Caller, Moment, problems
from api.sharing.booking_answers import booking_told
from api.sharing.booking_schemas import Body, BookingAnswer
from api.sharing.bookings import BOOKING_PATH, BookingId
from api.sharing.once import Once, Reply
from parking.access import roles
from parking.clock import to_us
from parking.storage.postgres.pool import Connection
from parking.storage.postgres.sharing.extending import extend


class ExtendBody(Body):
    """Until when."""

    to: Moment


def extending_router(once: Once) -> APIRouter:
    """Make the router."""
    router = APIRouter()

    @router.post(
        BOOKING_PATH + "/extend",
        openapi_extra=roles("driver"),
        responses={
            200: {"model": BookingAnswer},
            **problems(400, 401, 403, 404, 409, 413, 415, 422),
        },
        summary="Stay longer, where nobody is hurt · 延长停放",
    )
    async def extend_stay(
        booking_id: BookingId, body: ExtendBody, request: Request, caller: Caller
    ) -> Response:
        async def work(connection: Connection) -> Reply:
            extended = await extend(connection, booking_id, caller, to_us(body.to))
            return Reply.of(200, booking_told(extended))

        return await once.run(request, caller, work)

    return router

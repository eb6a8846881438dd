"""Route of moves: a driver whose space was taken back takes another that was offered instead."""

from fastapi import APIRouter, Request, Response

from api.dependencies import Caller
from api.sharing.booking_answers import booking_told
from api.sharing.booking_schemas import BookingAnswer, MoveBody
from api.sharing.bookings import BOOKING_PATH, STEP_PROBLEMS, BookingId
from api.sharing.once import Once, Reply
from parking.access import roles
from parking.storage.postgres.pool import Connection
from parking.storage.postgres.sharing.moving import move_to


def moving_router(once: Once) -> APIRouter:
    """Make the router."""
    router = APIRouter()

    @router.post(
        BOOKING_PATH + "/move",
        status_code=201,
        openapi_extra=roles("driver"),
        responses={201: {"model": BookingAnswer}, **STEP_PROBLEMS},
        summary="Take an offered space instead; the old booking ends for nothing · 改订替代泊位",
    )
    async def move(
        booking_id: BookingId, body: MoveBody, request: Request, caller: Caller
    ) -> Response:
        async def work(connection: Connection) -> Reply:
            moved = await move_to(connection, booking_id, caller, body.agreement_id)
            return Reply.of(201, booking_told(moved))

        return await once.run(request, caller, work)

    return router

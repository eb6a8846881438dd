"""Routes of the city's clock: read it, move a manual one."""

from fastapi import APIRouter

from api.admin.schemas import ClockAnswer, ClockBody
from api.dependencies import Caller, problems
from api.services import Services
from parking.access import roles
from parking.clock import ClockNotManualError, from_us
from parking.ports import ClockReading
from parking.problems import Problem, ProblemError
from parking.storage.postgres.processes import wait_until_followed


def clock_router(services: Services) -> APIRouter:
    """Make the router; a move is answered once every process lives in the new time."""
    router = APIRouter()
    store, clock = services.clock_store, services.clock

    def told(reading: ClockReading) -> ClockAnswer:
        now = from_us(reading.now_us(clock.real_us()))
        return ClockAnswer.model_validate(
            {"mode": reading.mode, "now": now, "speed": reading.speed}
        )

    @router.get(
        "/v1/admin/clock",
        openapi_extra=roles("admin"),
        responses=problems(401, 403),
        summary="The city's clock · 城市时钟",
    )
    async def get_clock() -> ClockAnswer:
        return told(await store.read())

    @router.post(
        "/v1/admin/clock",
        openapi_extra=roles("admin"),
        responses=problems(401, 403, 409, 422),
        summary="Move a manual clock; answered once every process follows · 拨动时钟",
    )
    async def move_clock(body: ClockBody, caller: Caller) -> ClockAnswer:
        try:
            reading = await store.move(body.now, caller)
        except ClockNotManualError as error:
            detail = "Start the city with --clock manual to move its clock."
            raise ProblemError(Problem("clock-not-manual", detail)) from error
        await wait_until_followed(services.pool)
        return told(reading)

    return router

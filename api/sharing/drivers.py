"""Route of drivers: a key for whoever asks, with nothing personal behind it."""

import time
from typing import Final

from fastapi import APIRouter, Request, Response

from api.dependencies import problems
from api.limits import Callers, RateLimit, parse_networks
from api.problems import problem_response
from api.services import Services
from api.sharing.booking_schemas import DriverAnswer
from parking.access import roles
from parking.problems import Problem
from parking.storage.postgres.pool import PLATFORM, scoped
from parking.storage.postgres.sharing.drivers import driver_of

HOUR_S: Final = 3_600


def drivers_router(services: Services) -> APIRouter:
    """Make the router; each address may have so many new drivers an hour."""
    router = APIRouter()
    settings = services.settings
    per_h = settings.limit_new_drivers_per_h
    limit = RateLimit(per_h / HOUR_S, burst=max(1, round(per_h)), clock=time.monotonic)
    callers = Callers(parse_networks(settings.trusted_proxies))

    @router.post(
        "/v1/drivers",
        status_code=201,
        openapi_extra=roles("anonymous"),
        responses={201: {"model": DriverAnswer}, **problems(400, 413, 415, 422)},
        summary="Become a driver; the key is shown once · 注册驾驶员",
    )
    async def make(request: Request) -> Response:
        scope = request.scope
        wait_s = limit.wait_s(callers.address_of(scope["client"], scope["headers"]))
        if wait_s:
            told = f"Too many new drivers from this address; wait {wait_s} s."
            return problem_response(Problem("rate-limited", told), {"retry-after": str(wait_s)})
        issued = await services.keys.create(PLATFORM, role="driver")
        principal = await services.keys.find(issued.key)
        if principal is None:
            raise LookupError("a key that was just issued is not found")
        async with scoped(services.pool, PLATFORM) as connection:
            driver = await driver_of(connection, principal)
        answer = DriverAnswer(driver_id=driver.driver_id, key=issued.key)
        return Response(
            answer.model_dump_json(), 201, {"cache-control": "no-store"}, "application/json"
        )

    return router

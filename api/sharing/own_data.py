"""Routes of a driver's own data: all of it to take away, and its deletion."""

import msgspec
from fastapi import APIRouter, Response

from api.dependencies import Caller, problems
from api.services import Services
from api.sharing.notices import notice_said
from parking.access import roles
from parking.problems import Problem, ProblemError
from parking.storage.postgres.processes import wait_until_followed
from parking.storage.postgres.sharing.own_data import OpenBookingsError, OwnData, OwnExport

NAMED_AT_MOST = 5


def own_data_router(services: Services) -> APIRouter:
    """Make the router."""
    router = APIRouter()
    own_data = OwnData(services.pool)

    @router.get(
        "/v1/drivers/me",
        openapi_extra=roles("driver"),
        responses=problems(401, 403, 404),
        response_class=Response,
        summary="All that is kept of you · 导出本人数据",
    )
    async def export(caller: Caller) -> Response:
        found = await own_data.export(caller)
        if found is None:
            raise ProblemError(Problem("not-found", "Nothing is kept of this driver."))
        return Response(
            msgspec.json.encode(_said(found)),
            media_type="application/json",
            headers={"cache-control": "no-store"},
        )

    @router.delete(
        "/v1/drivers/me",
        status_code=204,
        openapi_extra=roles("driver"),
        responses=problems(401, 403, 404, 409),
        summary="Forget me; bookings must be over · 删除本人数据",
    )
    async def forget(caller: Caller) -> None:
        try:
            if not await own_data.forget(caller):
                raise ProblemError(Problem("not-found", "Nothing is kept of this driver."))
        except OpenBookingsError as error:
            named = ", ".join(error.booking_ids[:NAMED_AT_MOST])
            told = f"Cancel or finish your bookings first; not over: {named}."
            raise ProblemError(Problem("conflict", told)) from None
        if caller.key_id is not None:
            services.keys.forget(caller.key_id)
        await wait_until_followed(services.pool)

    return router


def _said(found: OwnExport) -> dict[str, object]:
    return {
        "driver_id": found.driver_id,
        "created_at": found.created_at,
        "bookings": found.bookings,
        "notices": [notice_said(notice) for notice in found.notices],
        "ledger": found.postings,
        "communities": found.communities,
        "offences": found.offences,
        "bans": found.bans,
    }

"""Routes of suspensions: an agreement lends nothing for a while; nobody's booking is taken."""

from functools import partial
from typing import Annotated

from fastapi import APIRouter, Path, Request, Response

from api.dependencies import Caller, problems
from api.sharing.agreement_access import (
    AGREEMENT_PATH,
    ROLES,
    AgreementId,
    demand_running,
    demand_span,
    lock_seen,
)
from api.sharing.agreement_answers import booking_told, suspension_told
from api.sharing.once import Once, Reply
from api.sharing.suspension_schemas import LiftedAnswer, SuspendedAnswer, SuspensionBody
from parking.clock import HOUR_US, rfc3339, to_us
from parking.principal import Principal
from parking.problems import Problem, ProblemError
from parking.sharing.terms import Moments
from parking.storage.postgres.pool import Connection
from parking.storage.postgres.sharing.agreement_rows import Agreement
from parking.storage.postgres.sharing.expansions import city_time
from parking.storage.postgres.sharing.suspensions import lift, suspend

SuspensionId = Annotated[str, Path(description="The suspension's id", max_length=64)]


def suspensions_router(once: Once) -> APIRouter:
    """Make the router of an agreement's suspensions."""
    router = APIRouter()

    @router.post(
        f"{AGREEMENT_PATH}/suspensions",
        status_code=201,
        openapi_extra=ROLES,
        responses={201: {"model": SuspendedAnswer},
                   **problems(400, 401, 403, 404, 409, 413, 415, 422)},
        summary="Suspend sharing for a while; drivers are told · 暂停共享",
    )  # fmt: skip
    async def announce(
        agreement_id: AgreementId, body: SuspensionBody, request: Request, caller: Caller
    ) -> Response:
        work = partial(_announce, caller, agreement_id, body)
        return await once.run(request, caller, work, is_long=True)

    @router.delete(
        f"{AGREEMENT_PATH}/suspensions/{{suspension_id}}",
        openapi_extra=ROLES,
        responses={200: {"model": LiftedAnswer}, **problems(400, 401, 403, 404, 409, 422)},
        summary="Lift a suspension, or give an own space back · 恢复共享",
    )
    async def take_off(
        agreement_id: AgreementId, suspension_id: SuspensionId, request: Request, caller: Caller
    ) -> Response:
        return await once.run(request, caller, partial(_lift, caller, agreement_id, suspension_id))

    return router


async def _announce(
    caller: Principal, agreement_id: str, body: SuspensionBody, connection: Connection
) -> Reply:
    agreement = await lock_seen(connection, caller, agreement_id)
    demand_running(agreement)
    during = (to_us(body.from_), to_us(body.to))
    now_us = to_us(await city_time(connection))
    demand_span(during, now_us)
    if not body.urgent:
        _demand_notice(agreement, during, now_us)
    elif caller.role == "owner":
        told = "urgent is for operators and admins; announce it with the notice agreed"
        raise ProblemError(Problem("forbidden", told, "/urgent"))
    suspension, inside = await suspend(
        connection, caller, agreement, during, body.reason, is_urgent=body.urgent
    )
    told_of = [
        booking_told(affected.booking) | {"alternatives": affected.alternatives}
        for affected in inside
    ]
    return Reply.of(201, suspension_told(suspension, agreement.zone) | {"bookings": told_of})


async def _lift(
    caller: Principal, agreement_id: str, suspension_id: str, connection: Connection
) -> Reply:
    agreement = await lock_seen(connection, caller, agreement_id)
    if not await lift(connection, caller, agreement, suspension_id):
        raise ProblemError(Problem("not-found", "There is no such suspension that is not over."))
    return Reply.of(200, {"suspension_id": suspension_id, "lifted": True})


def _demand_notice(agreement: Agreement, during: Moments, now_us: int) -> None:
    hours = agreement.terms.notice.suspend_h
    earliest_us = now_us + hours * HOUR_US
    if during[0] < earliest_us:
        earliest = rfc3339(earliest_us, agreement.zone)
        told = f"a suspension is announced {hours} h ahead: from {earliest}, or urgent by operators"
        raise ProblemError(Problem("bad-field", told, "/from"))

"""Routes of an owner's own return, and of the dispute it is while somebody is booked there."""

from functools import partial
from typing import Annotated

from fastapi import APIRouter, Path, Request, Response

from api.dependencies import Caller, problems
from api.sharing.agreement_access import (
    AGREEMENT_PATH,
    ROLES,
    AgreementId,
    demand_owner,
    demand_running,
    demand_span,
    lock_seen,
)
from api.sharing.agreement_answers import booking_told, suspension_told
from api.sharing.once import Once, Reply
from api.sharing.suspension_schemas import ClosedAnswer, OutcomeBody, ReturnBody, SuspensionAnswer
from parking.access import roles
from parking.clock import to_us
from parking.principal import Principal
from parking.problems import Problem, ProblemError
from parking.storage.postgres.pool import Connection
from parking.storage.postgres.sharing.expansions import city_time
from parking.storage.postgres.sharing.own_returns import (
    Disputed,
    NotLentError,
    close_dispute,
    take_back,
)

DisputeId = Annotated[str, Path(description="The dispute's id", max_length=64)]


def own_returns_router(once: Once) -> APIRouter:
    """Make the router of an agreement's returns and disputes."""
    router = APIRouter()

    @router.post(
        f"{AGREEMENT_PATH}/returns",
        status_code=201,
        openapi_extra=ROLES,
        responses={201: {"model": SuspensionAnswer},
                   **problems(400, 401, 403, 404, 409, 413, 415, 422)},
        summary="Have an own space back for a while · 业主收回车位",
    )  # fmt: skip
    async def have_back(
        agreement_id: AgreementId, body: ReturnBody, request: Request, caller: Caller
    ) -> Response:
        return await once.run(request, caller, partial(_have_back, caller, agreement_id, body))

    @router.post(
        f"{AGREEMENT_PATH}/disputes/{{dispute_id}}/close",
        openapi_extra=roles("operator", "admin"),
        responses={200: {"model": ClosedAnswer},
                   **problems(400, 401, 403, 404, 409, 413, 415, 422)},
        summary="Note how a dispute was decided; by whoever runs the lot · 处理争议",
    )  # fmt: skip
    async def close(
        agreement_id: AgreementId,
        dispute_id: DisputeId,
        body: OutcomeBody,
        request: Request,
        caller: Caller,
    ) -> Response:
        work = partial(_close, caller, agreement_id, dispute_id, body.outcome)
        return await once.run(request, caller, work)

    return router


async def _have_back(
    caller: Principal, agreement_id: str, body: ReturnBody, connection: Connection
) -> Reply:
    agreement = await lock_seen(connection, caller, agreement_id)
    demand_owner(agreement, caller)
    demand_running(agreement)
    during = (to_us(body.from_), to_us(body.to))
    demand_span(during, to_us(await city_time(connection)))
    try:
        taken = await take_back(connection, caller, agreement, body.space_code, during, body.reason)
    except NotLentError as error:
        told = f"this agreement lends no space {body.space_code}"
        raise ProblemError(Problem("bad-field", told, "/space_code")) from error
    if isinstance(taken, Disputed):
        return _disputed(taken)
    return Reply.of(201, suspension_told(taken, agreement.zone))


async def _close(
    caller: Principal, agreement_id: str, dispute_id: str, outcome: str, connection: Connection
) -> Reply:
    agreement = await lock_seen(connection, caller, agreement_id)
    if not agreement.is_run_by(caller):
        raise ProblemError(Problem("forbidden", "Whoever runs the lot decides."))
    if not await close_dispute(connection, caller, agreement, dispute_id, outcome):
        raise ProblemError(Problem("not-found", "There is no such open dispute."))
    return Reply.of(200, {"dispute_id": dispute_id, "outcome": outcome})


def _disputed(taken: Disputed) -> Reply:
    """Refuse, but keep what was written: the dispute."""
    first = taken.bookings[0]
    told = f"Booking {first.booking_id} stands on that space; dispute {taken.dispute_id} is open."
    problem = Problem("conflict", told, "/from")
    bookings = [booking_told(booking) for booking in taken.bookings]
    facts = {"dispute_id": taken.dispute_id, "bookings": bookings}
    return Reply.of(problem.http_status, problem.to_dict() | facts)

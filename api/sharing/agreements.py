"""Routes of agreements: an owner makes, edits and ends them; a lot's operator agrees or refuses."""

from functools import cache, partial
from typing import Annotated, Any

from fastapi import APIRouter, Query, Request, Response

from api.dependencies import Caller, problems
from api.operator.body import read_object
from api.sharing.agreement_access import (
    AGREEMENT_PATH,
    AGREEMENTS_PATH,
    ROLES,
    AgreementId,
    demand_owner,
    demand_running,
    lock_seen,
)
from api.sharing.agreement_answers import changed_told
from api.sharing.agreement_changes import create, patch
from api.sharing.agreement_schemas import (
    ChangedAgreementAnswer,
    EndedAnswer,
    PatchShape,
    TermsShape,
)
from api.sharing.once import Once, Reply
from parking.clock import to_us
from parking.principal import Principal
from parking.storage.postgres.pool import Connection
from parking.storage.postgres.sharing.agreement_bookings import revoke_all, standing_of
from parking.storage.postgres.sharing.agreements import end_agreement
from parking.storage.postgres.sharing.expansions import city_time
from parking.storage.postgres.sharing.lent_spaces import lock_lent

Body = dict[str, object]


@cache
def _documented(shape: type[TermsShape | PatchShape]) -> dict[str, Any]:
    schema = shape.model_json_schema(ref_template="#/components/schemas/{model}")
    schema.pop("$defs", None)  # they are among the answers' schemas
    return {"requestBody": {"required": True, "content": {"application/json": {"schema": schema}}}}


def agreements_router(once: Once) -> APIRouter:
    """Make the router of /v1/sharing/agreements."""
    router = APIRouter()

    @router.post(
        AGREEMENTS_PATH,
        status_code=201,
        openapi_extra=ROLES | _documented(TermsShape),
        responses={201: {"model": ChangedAgreementAnswer},
                   **problems(400, 401, 403, 409, 413, 415, 422)},
        summary="Lend spaces on a schedule · 登记共享协议",
    )  # fmt: skip
    async def make(request: Request, caller: Caller) -> Response:
        work = partial(_make, caller, await read_object(request))
        return await once.run(request, caller, work)

    @router.patch(
        AGREEMENT_PATH,
        openapi_extra=ROLES | _documented(PatchShape),
        responses={200: {"model": ChangedAgreementAnswer},
                   **problems(400, 401, 403, 404, 409, 413, 415, 422)},
        summary="Edit the terms, or agree to them · 修改或同意共享协议",
    )  # fmt: skip
    async def edit(agreement_id: AgreementId, request: Request, caller: Caller) -> Response:
        work = partial(_edit, caller, agreement_id, await read_object(request))
        return await once.run(request, caller, work)

    @router.delete(
        AGREEMENT_PATH,
        openapi_extra=ROLES,
        responses={200: {"model": EndedAnswer}, **problems(400, 401, 403, 404, 409, 422)},
        summary="End an agreement; bookings stand unless they are revoked · 终止共享协议",
    )
    async def end(
        agreement_id: AgreementId,
        request: Request,
        caller: Caller,
        *,
        revoke: Annotated[bool, Query(description="Take bookings back, with what is due")] = False,
    ) -> Response:
        work = partial(_end, caller, agreement_id, revoke)
        return await once.run(request, caller, work, is_long=revoke)

    return router


async def _make(caller: Principal, body: Body, connection: Connection) -> Reply:
    return Reply.of(201, changed_told(await create(connection, caller, body)))


async def _edit(caller: Principal, agreement_id: str, body: Body, connection: Connection) -> Reply:
    agreement = await lock_seen(connection, caller, agreement_id)
    return Reply.of(200, changed_told(await patch(connection, caller, agreement, body)))


async def _end(
    caller: Principal,
    agreement_id: str,
    is_revoking: bool,  # noqa: FBT001 - bound by its place
    connection: Connection,
) -> Reply:
    agreement = await lock_seen(connection, caller, agreement_id)
    demand_running(agreement)
    await lock_lent(connection, agreement.lot_key, agreement.agreement_key)
    revoked: list[str] = []
    if is_revoking:
        demand_owner(agreement, caller)
        now_us = to_us(await city_time(connection))
        reason = "the agreement ended"
        revoked = await revoke_all(connection, caller, agreement, reason, now_us)
    await end_agreement(connection, caller, agreement)
    kept = [booking.booking_id for booking in await standing_of(connection, agreement)]
    ended = {"agreement_id": agreement_id, "status": "ended"}
    return Reply.of(200, ended | {"kept": kept, "revoked": revoked})

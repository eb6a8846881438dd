"""Routes of sanctions, for admins: which plates are barred from free sharing, and lifting a bar."""

from typing import Annotated, Final

from fastapi import APIRouter, Path, Request, Response

from api.dependencies import DEFAULT_LIMIT, Caller, Cursor, Limit, problems
from api.paging import cursor_after, number_of
from api.services import Services
from api.sharing.once import Once, Reply
from api.sharing.sanction_schemas import (
    LiftBody,
    LookUpBody,
    OffenceAnswer,
    SanctionAnswer,
    SanctionPage,
)
from parking.access import roles
from parking.problems import Problem, ProblemError
from parking.sharing.plates import PlateError
from parking.storage.postgres.pool import Connection, Pool
from parking.storage.postgres.sharing.sanctions import (
    NEWEST,
    Ban,
    hash_of_plate,
    lift_ban,
    list_bans,
)

SANCTIONS_PATH: Final = "/v1/sharing/sanctions"
BanId = Annotated[str, Path(pattern="^[0-9a-f]{32}$")]


def sanctions_router(services: Services, once: Once) -> APIRouter:
    """Make the router; a plate is hashed as soon as it is read and never answered."""
    router = APIRouter()
    pool = services.pool

    @router.get(
        SANCTIONS_PATH,
        openapi_extra=roles("admin"),
        responses=problems(400, 401, 403, 422),
        summary="Bars from free sharing that stand · 生效中的免费共享限制",
    )
    async def list_standing(
        _caller: Caller, response: Response, limit: Limit = DEFAULT_LIMIT, cursor: Cursor = None
    ) -> SanctionPage:
        response.headers["cache-control"] = "no-store"
        return await _page(pool, None, limit, cursor)

    @router.post(
        SANCTIONS_PATH + "/look-up",
        openapi_extra=roles("admin"),
        responses=problems(400, 401, 403, 413, 415, 422),
        summary="All bars of one plate, which no address holds · 查询车辆限制记录",
    )
    async def look_up(
        body: LookUpBody,
        _caller: Caller,
        response: Response,
        limit: Limit = DEFAULT_LIMIT,
        cursor: Cursor = None,
    ) -> SanctionPage:
        response.headers["cache-control"] = "no-store"
        return await _page(pool, await _hash_of(pool, body.plate), limit, cursor)

    @router.post(
        SANCTIONS_PATH + "/{ban_id}/lift",
        status_code=204,
        openapi_extra=roles("admin"),
        responses=problems(400, 401, 403, 404, 409, 413, 415, 422),
        summary="Lift a bar and forgive its offences · 解除限制",
    )
    async def lift(ban_id: BanId, body: LiftBody, request: Request, caller: Caller) -> Response:
        async def work(connection: Connection) -> Reply:
            if not await lift_ban(connection, caller, ban_id, body.reason):
                raise ProblemError(Problem("not-found", "No bar of that id stands."))
            return Reply(204)

        return await once.run(request, caller, work)

    return router


async def _page(
    pool: Pool, plate_hash: bytes | None, limit: int, cursor: str | None
) -> SanctionPage:
    page = await list_bans(pool, plate_hash, before=number_of(cursor, NEWEST), limit=limit + 1)
    following = cursor_after(str(page[limit - 1].ban_key)) if len(page) > limit else None
    return SanctionPage(sanctions=[_said(ban) for ban in page[:limit]], next_cursor=following)


async def _hash_of(pool: Pool, plate: str) -> bytes:
    try:
        return await hash_of_plate(pool, plate)
    except PlateError as error:
        raise ProblemError(Problem("bad-field", f"plate: {error}.", "/plate")) from None


def _said(ban: Ban) -> SanctionAnswer:
    offences = [OffenceAnswer(**offence) for offence in ban.offences]
    return SanctionAnswer(
        ban_id=ban.ban_id,
        since=ban.since,
        until=ban.until,
        reason=ban.reason,
        stands=ban.stands,
        lifted_at=ban.lifted_at,
        lift_reason=ban.lift_reason,
        offences=offences,
    )

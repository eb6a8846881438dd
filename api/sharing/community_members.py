"""Routes of a community's members, drivers by their ids; nobody's name is known."""

from functools import partial
from typing import Annotated, Final

from fastapi import APIRouter, Path, Request, Response
from fastapi.responses import JSONResponse

from api.dependencies import DEFAULT_LIMIT, Caller, Cursor, Limit, problems
from api.paging import cursor_after, key_of
from api.services import Services
from api.sharing.agreement_access import ROLES
from api.sharing.community_schemas import MemberAnswer, MemberPage
from api.sharing.once import Once, Reply
from parking.principal import Principal
from parking.problems import Problem, ProblemError
from parking.storage.postgres.pool import PLATFORM, Connection, scoped
from parking.storage.postgres.sharing.communities import (
    Community,
    add_member,
    find_community,
    list_members,
    remove_member,
)

PATH: Final = "/v1/sharing/communities/{community_id}/members"
CommunityId = Annotated[str, Path(description="The community's id", max_length=64)]
DriverId = Annotated[str, Path(description="The driver's id", max_length=64)]


def community_members_router(services: Services, once: Once) -> APIRouter:
    """Make the router of a community's members."""
    router = APIRouter()

    @router.get(
        PATH,
        openapi_extra=ROLES,
        responses={200: {"model": MemberPage}, **problems(400, 401, 403, 404)},
        summary="Members of a community · 用户群成员",
    )
    async def members(
        community_id: CommunityId,
        caller: Caller,
        limit: Limit = DEFAULT_LIMIT,
        cursor: Cursor = None,
    ) -> Response:
        after = key_of(cursor)
        async with scoped(services.pool, PLATFORM) as connection:
            community = await own_community(connection, caller, community_id)
            page = await list_members(connection, community, after=after, limit=limit + 1)
        following = cursor_after(page[limit - 1]) if len(page) > limit else None
        return JSONResponse({"drivers": page[:limit], "next_cursor": following})

    @router.put(
        f"{PATH}/{{driver_id}}",
        openapi_extra=ROLES,
        responses={200: {"model": MemberAnswer}, **problems(400, 401, 403, 404, 409, 422)},
        summary="Let a driver into a community · 添加成员",
    )
    async def let_in(
        community_id: CommunityId, driver_id: DriverId, request: Request, caller: Caller
    ) -> Response:
        return await once.run(request, caller, partial(_let_in, caller, community_id, driver_id))

    @router.delete(
        f"{PATH}/{{driver_id}}",
        status_code=204,
        openapi_extra=ROLES,
        responses=problems(400, 401, 403, 404, 409, 422),
        summary="Let a driver go, whose bookings stand · 移除成员",
    )
    async def let_go(
        community_id: CommunityId, driver_id: DriverId, request: Request, caller: Caller
    ) -> Response:
        return await once.run(request, caller, partial(_let_go, caller, community_id, driver_id))

    return router


async def own_community(connection: Connection, caller: Principal, community_id: str) -> Community:
    """Read one of the caller's; another's answers like one that is not there."""
    found = await find_community(connection, caller, community_id)
    if found is None:
        raise ProblemError(Problem("not-found", "There is no such community."))
    return found


async def _let_in(
    caller: Principal, community_id: str, driver_id: str, connection: Connection
) -> Reply:
    community = await own_community(connection, caller, community_id)
    if not await add_member(connection, caller, community, driver_id):
        raise ProblemError(Problem("not-found", "There is no such driver."))
    return Reply.of(200, {"community_id": community_id, "driver_id": driver_id})


async def _let_go(
    caller: Principal, community_id: str, driver_id: str, connection: Connection
) -> Reply:
    community = await own_community(connection, caller, community_id)
    if not await remove_member(connection, caller, community, driver_id):
        raise ProblemError(Problem("not-found", "There is no such member."))
    return Reply(204)

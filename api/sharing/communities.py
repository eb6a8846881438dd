"""Routes of communities: drivers whom an owner lets book what is not for all."""

from functools import partial
from typing import Annotated, Final

from fastapi import APIRouter, Path, Request, Response
from fastapi.responses import JSONResponse

from api.dependencies import DEFAULT_LIMIT, Caller, Cursor, Limit, problems
from api.paging import cursor_after, key_of
from api.services import Services
from api.sharing.agreement_access import ROLES
from api.sharing.community_members import own_community
from api.sharing.community_schemas import CommunityAnswer, CommunityBody, CommunityPage
from api.sharing.once import Once, Reply
from parking.clock import rfc3339, to_us
from parking.principal import Principal
from parking.problems import Problem, ProblemError
from parking.storage.postgres.pool import PLATFORM, Connection, scoped
from parking.storage.postgres.sharing.communities import (
    Community,
    InUseError,
    list_communities,
    make_community,
    remove_community,
)

PATH: Final = "/v1/sharing/communities"
CommunityId = Annotated[str, Path(description="The community's id", max_length=64)]


def communities_router(services: Services, once: Once) -> APIRouter:
    """Make the router of /v1/sharing/communities."""
    router = APIRouter()
    zone = services.settings.timezone

    @router.post(
        PATH,
        status_code=201,
        openapi_extra=ROLES,
        responses={201: {"model": CommunityAnswer},
                   **problems(400, 401, 403, 409, 413, 415, 422)},
        summary="Make a community of drivers · 新建用户群",
    )  # fmt: skip
    async def make(body: CommunityBody, request: Request, caller: Caller) -> Response:
        return await once.run(request, caller, partial(_make, caller, body, zone))

    @router.get(
        PATH,
        openapi_extra=ROLES,
        responses={200: {"model": CommunityPage}, **problems(400, 401, 403)},
        summary="Own communities · 用户群列表",
    )
    async def list_own(
        caller: Caller, limit: Limit = DEFAULT_LIMIT, cursor: Cursor = None
    ) -> Response:
        after = key_of(cursor)
        async with scoped(services.pool, PLATFORM) as connection:
            page = await list_communities(connection, caller, after=after, limit=limit + 1)
        following = cursor_after(page[limit - 1].community_id) if len(page) > limit else None
        told = [_told(community, zone) for community in page[:limit]]
        return JSONResponse({"communities": told, "next_cursor": following})

    @router.delete(
        f"{PATH}/{{community_id}}",
        status_code=204,
        openapi_extra=ROLES,
        responses=problems(400, 401, 403, 404, 409, 422),
        summary="Remove a community that no agreement names · 删除用户群",
    )
    async def remove(community_id: CommunityId, request: Request, caller: Caller) -> Response:
        return await once.run(request, caller, partial(_remove, caller, community_id))

    return router


async def _make(caller: Principal, body: CommunityBody, zone: str, connection: Connection) -> Reply:
    if caller.role == "admin" and body.operator is None:
        told = "a community needs its operator when an admin makes it"
        raise ProblemError(Problem("missing-field", told, "/operator"))
    if caller.role != "admin" and body.operator not in {None, caller.operator_id}:
        raise ProblemError(Problem("bad-field", "this key is not that operator's", "/operator"))
    made = await make_community(connection, caller, body.name, body.operator)
    return Reply.of(201, _told(made, zone))


async def _remove(caller: Principal, community_id: str, connection: Connection) -> Reply:
    community = await own_community(connection, caller, community_id)
    try:
        await remove_community(connection, caller, community)
    except InUseError as error:
        told = f"Agreement {error.agreement_id} is for its members; change that first."
        raise ProblemError(Problem("conflict", told)) from error
    return Reply(204)


def _told(community: Community, zone: str) -> dict[str, object]:
    return {
        "community_id": community.community_id,
        "name": community.name,
        "owner": {"operator": community.owner_operator_id, "key_id": community.owner_key_id},
        "members": community.members,
        "created_at": rfc3339(to_us(community.created_at), zone),
    }

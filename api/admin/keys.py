"""Routes of keys and of the operators they are for. A key is shown once, when it is issued."""

from typing import Annotated

from fastapi import APIRouter, Path, Response

from api.admin.schemas import (
    IssuedKeyAnswer,
    KeyAnswer,
    KeyBody,
    KeyPage,
    OperatorAnswer,
    OperatorBody,
)
from api.dependencies import DEFAULT_LIMIT, Caller, Cursor, Limit, problems
from api.paging import cursor_after, key_of
from api.services import Services
from parking.access import roles
from parking.clock import to_us
from parking.problems import Problem, ProblemError
from parking.storage.postgres.keys import KeyInfo
from parking.storage.postgres.processes import wait_until_followed

KeyId = Annotated[str, Path(pattern="^[A-Za-z0-9]{1,64}$")]


def keys_router(services: Services) -> APIRouter:
    """Make the router; what it changes, every process has followed when it answers."""
    router = APIRouter()
    registry, keys = services.registry, services.keys

    @router.post(
        "/v1/admin/operators",
        openapi_extra=roles("admin"),
        responses=problems(401, 403, 422),
        summary="Create or rename an operator · 登记运营方",
    )
    async def put_operator(body: OperatorBody, caller: Caller) -> OperatorAnswer:
        operator, created = await registry.put_operator(
            caller, body.operator, name=body.name, name_en=body.name_en
        )
        await wait_until_followed(services.pool)
        return OperatorAnswer(
            operator=operator.operator_id,
            name=operator.name,
            name_en=operator.name_en,
            created=created,
        )

    @router.post(
        "/v1/admin/keys",
        status_code=201,
        openapi_extra=roles("admin"),
        responses=problems(401, 403, 422),
        summary="Issue a key; it is shown once · 签发密钥",
    )
    async def create_key(body: KeyBody, caller: Caller, response: Response) -> IssuedKeyAnswer:
        _demand_use(body, services.clock.now_us())
        issued = await keys.create(
            caller,
            role=body.role,
            operator_id=body.operator,
            name=body.name,
            expires_at=body.expires_at,
        )
        await wait_until_followed(services.pool)
        response.headers["cache-control"] = "no-store"
        return IssuedKeyAnswer(
            key_id=issued.key_id,
            key=issued.key,
            role=issued.role,
            operator=issued.operator_id,
            source=issued.source_id,
        )

    @router.get(
        "/v1/admin/keys",
        openapi_extra=roles("admin"),
        responses=problems(400, 401, 403),
        summary="Keys without their secrets · 密钥列表",
    )
    async def list_keys(
        caller: Caller, limit: Limit = DEFAULT_LIMIT, cursor: Cursor = None
    ) -> KeyPage:
        after = key_of(cursor)
        if after and not after.isalnum():
            told = "cursor: use the next_cursor of the page before, unchanged."
            raise ProblemError(Problem("bad-request", told, "/query/cursor"))
        page = await keys.list(caller, after=after, limit=limit + 1)
        following = cursor_after(page[limit - 1].key_id) if len(page) > limit else None
        return KeyPage(keys=[key_told(info) for info in page[:limit]], next_cursor=following)

    @router.delete(
        "/v1/admin/keys/{key_id}",
        status_code=204,
        openapi_extra=roles("admin"),
        responses=problems(401, 403, 404),
        summary="Revoke a key; everywhere within seconds · 吊销密钥",
    )
    async def revoke_key(key_id: KeyId, caller: Caller) -> None:
        if not await keys.revoke(caller, key_id):
            raise ProblemError(Problem("not-found", "There is no such key."))

    return router


def _demand_use(body: KeyBody, now_us: int) -> None:
    """Refuse a key that could do nothing."""
    if body.role == "operator" and body.operator is None:
        told = "an operator's key needs its operator"
        raise ProblemError(Problem("missing-field", told, "/operator"))
    if body.expires_at is not None and to_us(body.expires_at) <= now_us:
        told = "expires_at: the key would have expired already"
        raise ProblemError(Problem("bad-field", told, "/expires_at"))


def key_told(info: KeyInfo) -> KeyAnswer:
    """Return what is told of a key."""
    return KeyAnswer(
        key_id=info.key_id,
        role=info.role,
        operator=info.operator_id,
        source=info.source_id,
        name=info.name,
        created_at=info.created_at,
        expires_at=info.expires_at,
        retires_at=info.retires_at,
        revoked_at=info.revoked_at,
    )

"""Routes by which an operator puts a new key in an old one's place, and lists or revokes keys."""

from datetime import timedelta
from typing import Final

from fastapi import APIRouter, Response

from api.admin.keys import KeyId, key_told
from api.admin.schemas import KeyPage
from api.dependencies import DEFAULT_LIMIT, Caller, Cursor, Limit, problems
from api.operator.key_schemas import RotateBody, RotatedKeyAnswer
from api.paging import cursor_after, key_of
from api.services import Services
from parking.access import roles
from parking.problems import Problem, ProblemError
from parking.storage.postgres.own_keys import (
    MOST_KEYS,
    KeyGoneError,
    OwnKeys,
    TooManyKeysError,
)

KEYS_PATH: Final = "/v1/operator/keys"
_NO_KEY: Final = Problem("not-found", "You have no such key.")
_GONE: Final = Problem("unauthorized", "This key is no longer good.")
_TOO_MANY: Final = Problem(
    "limit-exceeded", f"You have {MOST_KEYS} good keys; revoke some first.", status=422
)


def own_keys_router(services: Services) -> APIRouter:
    """Make the routes; a key that retires or is revoked does so everywhere within seconds."""
    router = APIRouter()
    own = OwnKeys(services.pool)

    @router.post(
        f"{KEYS_PATH}/rotate",
        status_code=201,
        openapi_extra=roles("operator", "admin"),
        responses=problems(401, 403, 422),
        summary="A new key in this one's place, both good for a while · 轮换密钥",
    )
    async def rotate_key(
        caller: Caller, response: Response, body: RotateBody | None = None
    ) -> RotatedKeyAnswer:
        overlap = timedelta(hours=(body or RotateBody()).overlap_h)
        try:
            rotated = await own.rotate(caller, overlap)
        except TooManyKeysError as error:
            raise ProblemError(_TOO_MANY) from error
        except KeyGoneError as error:
            raise ProblemError(_GONE) from error
        services.keys.forget(rotated.old_key_id)
        response.headers["cache-control"] = "no-store"
        issued = rotated.issued
        return RotatedKeyAnswer(
            key_id=issued.key_id,
            key=issued.key,
            role=issued.role,
            operator=issued.operator_id,
            source=issued.source_id,
            expires_at=rotated.expires_at,
            replaces=rotated.old_key_id,
            old_valid_until=rotated.old_retires_at,
        )

    @router.get(
        KEYS_PATH,
        openapi_extra=roles("operator", "admin"),
        responses=problems(400, 401, 403),
        summary="Own keys without their secrets · 我的密钥",
    )
    async def list_own_keys(
        caller: Caller, limit: Limit = DEFAULT_LIMIT, cursor: Cursor = None
    ) -> KeyPage:
        page = await own.list(caller, after=key_of(cursor), limit=limit + 1)
        following = cursor_after(page[limit - 1].key_id) if len(page) > limit else None
        return KeyPage(keys=[key_told(info) for info in page[:limit]], next_cursor=following)

    @router.delete(
        f"{KEYS_PATH}/{{key_id}}",
        status_code=204,
        openapi_extra=roles("operator", "admin"),
        responses=problems(401, 403, 404),
        summary="Revoke an own key, this one too · 吊销我的密钥",
    )
    async def revoke_own_key(key_id: KeyId, caller: Caller) -> None:
        if not await own.revoke(caller, key_id):
            raise ProblemError(_NO_KEY)
        services.keys.forget(key_id)

    return router

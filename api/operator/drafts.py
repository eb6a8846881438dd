"""Routes by which a draft becomes public, once it is checked, and a lot's versions are seen."""

from typing import Any, Final

from fastapi import APIRouter

from api.dependencies import DEFAULT_LIMIT, Caller, Cursor, Limit, problems
from api.operator.draft_schemas import LotVersionAnswer, LotVersions, PublishAnswer
from api.operator.lots import LOT_PATH, NO_LOT, LotId, told_to_owner
from api.operator.problems import all_of
from api.operator.readiness import lacks
from api.paging import cursor_after, number_of
from api.services import Services
from parking.access import roles
from parking.directory import Directory
from parking.lot import Lot
from parking.principal import Principal
from parking.problems import ProblemError
from parking.storage.postgres.lot_versions import LotVersion, read_versions
from parking.storage.postgres.processes import wait_until_followed
from parking.storage.postgres.publishing import Publishing

_FIRST: Final = 10**17
"""Above every version there is."""


def drafts_router(services: Services) -> APIRouter:
    """Make the routes; a foreign lot and a missing one get the same 404."""
    router = APIRouter(tags=["operator"])
    publishing, directory = Publishing(services.pool), services.directory

    @router.post(
        f"{LOT_PATH}/publish",
        openapi_extra=roles("operator", "admin"),
        responses=problems(401, 403, 404, 422),
        summary="Show a draft to everybody, if it is ready · 发布停车场",
    )
    async def publish_lot(lot_id: LotId, caller: Caller) -> PublishAnswer:
        lot = _own_lot(directory, caller, lot_id)
        was_draft = lot.is_draft
        if was_draft:
            lacking = lacks(
                lot,
                await publishing.heard(caller, lot.lot_key),
                await publishing.doubted(caller, lot.lot_key),
            )
            if lacking:
                raise ProblemError(all_of(lacking))
            was_draft = await publishing.publish(caller, lot_id)
            await wait_until_followed(services.pool)
        lot = _own_lot(directory, caller, lot_id)
        return PublishAnswer.model_validate(told_to_owner(lot) | {"published": was_draft})

    @router.get(
        f"{LOT_PATH}/versions",
        openapi_extra=roles("operator", "admin"),
        responses=problems(400, 401, 403, 404),
        summary="How a lot was described, and by whom · 停车场变更记录",
    )
    async def list_versions(
        lot_id: LotId, caller: Caller, limit: Limit = DEFAULT_LIMIT, cursor: Cursor = None
    ) -> LotVersions:
        lot, before = _own_lot(directory, caller, lot_id), number_of(cursor, _FIRST)
        found = await read_versions(
            services.pool, caller, lot.lot_key, before=before, most=limit + 1
        )
        told = [_told(one, older) for one, older in zip(found, [*found[1:], None], strict=True)]
        following = cursor_after(str(found[limit - 1].version)) if len(found) > limit else None
        return LotVersions(versions=told[:limit], next_cursor=following)

    return router


def _own_lot(directory: Directory, caller: Principal, lot_id: str) -> Lot:
    lot = directory.find_lot(lot_id)
    if lot is None or not caller.may_act_for(lot.operator_key):
        raise ProblemError(NO_LOT)
    return lot


def _told(one: LotVersion, older: LotVersion | None) -> LotVersionAnswer:
    return LotVersionAnswer(
        version=one.version,
        at=one.at,
        key_id=one.key_id,
        role=one.role,
        action=one.action,
        changed=_changed(one.description, {} if older is None else older.description),
        description=one.description,
    )


def _changed(now: dict[str, Any], before: dict[str, Any]) -> list[str]:
    """Name what differs; of the first version all that it has."""
    return sorted(name for name in now.keys() | before.keys() if now.get(name) != before.get(name))

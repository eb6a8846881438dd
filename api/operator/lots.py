"""Routes by which an operator registers, lists and removes its lots; an admin anybody's."""

from dataclasses import replace
from typing import Annotated, Final

from fastapi import APIRouter, Path, Query, Request, Response
from fastapi.responses import JSONResponse

from api.dependencies import DEFAULT_LIMIT, Caller, Cursor, Limit, problems
from api.operator.body import read_object
from api.operator.city_rules import draft_rules
from api.operator.naming import not_yours, refuse_foreign, refuse_one_too_many
from api.operator.problems import all_of
from api.operator.schemas import LotBody, OwnLotPage, PutLotAnswer
from api.paging import cursor_after, key_of
from api.services import Services
from parking.access import roles
from parking.directory import Directory
from parking.draft import LotDraft
from parking.draft_reading import DraftRules, read_draft
from parking.live.facts import facts_of
from parking.lot import Lot
from parking.principal import Principal
from parking.problems import Problem, ProblemError
from parking.storage.postgres.lots import ForeignLotError
from parking.storage.postgres.processes import wait_until_followed

LOT_PATH: Final = "/v1/operator/lots/{lot_id}"
NO_LOT: Final = Problem("not-found", "There is no such lot.")
_BODY: Final = {
    "requestBody": {
        "required": True,
        "content": {"application/json": {"schema": LotBody.model_json_schema()}},
    }
}
LotId = Annotated[str, Path(description="The lot's id", max_length=96)]
AsDraft = Annotated[
    bool, Query(description="A new lot takes reports, and nobody is shown it before `publish`")
]


def operator_lots_router(services: Services) -> APIRouter:
    """Make the router; what it writes, every process has followed when it answers."""
    router = APIRouter(tags=["operator"])
    registry, directory = services.registry, services.directory
    rules = draft_rules(services.settings)

    @router.put(
        LOT_PATH,
        openapi_extra=roles("operator", "admin") | _BODY,
        responses={200: {"model": PutLotAnswer}, 201: {"model": PutLotAnswer},
                   **problems(400, 401, 403, 404, 409, 413, 422)},
        summary="Register or replace a lot · 登记停车场",
    )  # fmt: skip
    async def put_lot(
        request: Request, lot_id: LotId, caller: Caller, *, draft: AsDraft = False
    ) -> Response:
        refuse_foreign(directory, caller, lot_id)
        if draft:
            _refuse_public(directory, lot_id)
        lot = _draft_of(lot_id, await read_object(request), caller, rules)
        if caller.role == "admin" and lot.operator_id is None and not directory.find_lot(lot_id):
            told = "a new lot needs an operator when an admin puts it"
            raise ProblemError(Problem("missing-field", told, "/operator"))
        refuse_one_too_many(directory, caller, lot_id, services.settings.limit_lots)
        try:
            [outcome] = await registry.put_lots(caller, [replace(lot, is_draft=draft)])
        except ForeignLotError as error:
            raise ProblemError(not_yours(caller)) from error
        await wait_until_followed(services.pool)
        return JSONResponse(
            {**told_to_owner(outcome.lot), "created": outcome.created, "changed": outcome.changed},
            status_code=201 if outcome.created else 200,
        )

    @router.delete(
        LOT_PATH,
        status_code=204,
        openapi_extra=roles("operator", "admin"),
        responses=problems(401, 403, 404),
        summary="Take a lot out of the city; its history stays · 注销停车场",
    )
    async def delete_lot(lot_id: LotId, caller: Caller) -> Response:
        if not directory.find_lot(lot_id) or not await registry.remove_lot(caller, lot_id):
            raise ProblemError(NO_LOT)
        await wait_until_followed(services.pool)
        return Response(status_code=204)

    @router.get(
        "/v1/operator/lots",
        openapi_extra=roles("operator", "admin"),
        responses={200: {"model": OwnLotPage}, **problems(400, 401, 403)},
        summary="Own lots by id; an admin sees all or one operator's · 我的停车场",
    )
    async def list_own_lots(
        caller: Caller,
        operator: Annotated[str | None, Query(max_length=64, description="For an admin")] = None,
        limit: Limit = DEFAULT_LIMIT,
        cursor: Cursor = None,
    ) -> Response:
        after = key_of(cursor)
        own = sorted(
            (
                lot
                for lot in directory.lots()
                if lot.lot_id > after
                and caller.may_act_for(lot.operator_key)
                and operator in {None, lot.operator_id}
            ),
            key=lambda lot: lot.lot_id,
        )
        page = own[:limit]
        following = cursor_after(page[-1].lot_id) if len(own) > limit else None
        return JSONResponse(
            {"lots": [told_to_owner(lot) for lot in page], "next_cursor": following}
        )

    return router


def told_to_owner(lot: Lot) -> dict[str, object]:
    """Return a lot's facts, and whether anybody else sees it."""
    return {**facts_of(lot, "wgs84"), "is_draft": lot.is_draft}


def _refuse_public(directory: Directory, lot_id: str) -> None:
    known = directory.find_lot(lot_id)
    if known is not None and not known.is_draft:
        told = "It is public already, and what is changed of it is so at once; leave draft out."
        raise ProblemError(Problem("illegal-step", told, current="public"))


def _draft_of(
    lot_id: str, body: dict[str, object], caller: Principal, rules: DraftRules
) -> LotDraft:
    if body.get("lot_id", lot_id) != lot_id:
        raise ProblemError(Problem("bad-field", "lot_id differs from the one called", "/lot_id"))
    if caller.role != "admin" and body.get("operator", caller.operator_id) != caller.operator_id:
        raise ProblemError(Problem("bad-field", "this key is not that operator's", "/operator"))
    draft = read_draft({**body, "lot_id": lot_id}, rules)
    if isinstance(draft, list):
        raise ProblemError(all_of(draft))
    return draft

"""Routes by which somebody says that a lot is a sum of others, or is none, and takes it back.

What is said counts in planners' figures alone: such a lot is in no sum beside its parts. Readers
are shown it as it is.
"""

from collections.abc import Sequence
from typing import Final

from fastapi import APIRouter, Response

from api.dependencies import Caller, problems
from api.operator.aggregate_schemas import AggregateAnswer, AggregateBody, told_of_lot
from api.operator.lots import LOT_PATH, NO_LOT, LotId
from api.services import Services
from parking.access import roles
from parking.directory import Directory
from parking.lot import Lot
from parking.principal import Principal
from parking.problems import Problem, ProblemError
from parking.storage.postgres.planning.lot_aggregates import LotAggregates

_PATH: Final = f"{LOT_PATH}/aggregate"
_NOT_SAID: Final = Problem("not-found", "Nobody has said whether this lot is a sum of others.")


def aggregates_router(services: Services) -> APIRouter:
    """Make the routes; a foreign lot and a missing one get the same 404."""
    router = APIRouter()
    aggregates, directory = LotAggregates(services.pool), services.directory

    @router.get(
        _PATH,
        openapi_extra=roles("operator", "admin"),
        responses=problems(401, 403, 404),
        summary="Whether a lot is a sum of others, and by whose word · 是否为汇总停车场",
    )
    async def read_aggregate(lot_id: LotId, caller: Caller) -> AggregateAnswer:
        lot = _own_lot(directory, caller, lot_id)
        return told_of_lot(lot_id, await aggregates.of_lot(lot.lot_key))

    @router.put(
        _PATH,
        openapi_extra=roles("operator", "admin"),
        responses=problems(401, 403, 404, 422),
        summary="Say that a lot is a sum of others, or is none · 声明汇总关系",
    )
    async def say_aggregate(lot_id: LotId, body: AggregateBody, caller: Caller) -> AggregateAnswer:
        lot = _own_lot(directory, caller, lot_id)
        parts = _parts(directory, caller, lot, body)
        await _refuse_sums(aggregates, parts)
        await aggregates.say(caller, lot, parts, body.reason, is_aggregate=body.is_aggregate)
        return told_of_lot(lot_id, await aggregates.of_lot(lot.lot_key))

    @router.delete(
        _PATH,
        status_code=204,
        openapi_extra=roles("operator", "admin"),
        responses=problems(401, 403, 404),
        summary="Take back what was said; history may say it again · 撤销汇总声明",
    )
    async def take_back_aggregate(lot_id: LotId, caller: Caller) -> Response:
        if not await aggregates.take_back(caller, _own_lot(directory, caller, lot_id)):
            raise ProblemError(_NOT_SAID)
        return Response(status_code=204)

    return router


def _own_lot(directory: Directory, caller: Principal, lot_id: str) -> Lot:
    lot = directory.find_lot(lot_id)
    if lot is None or not caller.may_act_for(lot.operator_key):
        raise ProblemError(NO_LOT)
    return lot


def _parts(directory: Directory, caller: Principal, lot: Lot, body: AggregateBody) -> Sequence[Lot]:
    """Find the parts; ProblemError names the first that cannot be one."""
    if not body.is_aggregate and body.parts:
        raise ProblemError(Problem("bad-field", "a lot that is no sum has no parts", "/parts"))
    if body.is_aggregate and not body.parts and caller.role != "admin":
        told = "name the lots that it sums up; the city alone may leave that open"
        raise ProblemError(Problem("missing-field", told, "/parts"))
    parts: dict[str, Lot] = {}
    for place, part_id in enumerate(body.parts):
        part, pointer = directory.find_lot(part_id), f"/parts/{place}"
        if part is None or not caller.may_act_for(part.operator_key):
            raise ProblemError(Problem("bad-field", "you have no such lot", pointer))
        if part.lot_key == lot.lot_key or part_id in parts:
            told = "a lot is no part of itself, and each part is named once"
            raise ProblemError(Problem("bad-field", told, pointer))
        parts[part_id] = part
    return list(parts.values())


async def _refuse_sums(aggregates: LotAggregates, parts: Sequence[Lot]) -> None:
    """Refuse a sum of sums: the lots below would be counted nowhere where they go in a circle."""
    sums = {said.lot_id for said in await aggregates.all() if said.is_aggregate} if parts else set()
    for place, part in enumerate(parts):
        if part.lot_id in sums:
            told = f"{part.lot_id} is a sum itself; name the lots that it sums up"
            raise ProblemError(Problem("bad-field", told, f"/parts/{place}"))

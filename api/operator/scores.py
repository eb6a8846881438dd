"""Routes that tell how well operators' lots are reported on: an operator's own, and everybody's.

Both are made by the same hand: what a planner sees of an operator is what the operator sees.
"""

from typing import Annotated, Any, Final

from fastapi import APIRouter, Query, Response

from api.dependencies import Caller, Cursor, problems
from api.operator.score_schemas import OperatorsAnswer, ScoreAnswer
from api.operator.scoring import scores_of
from api.paging import cursor_after, key_of
from api.planner.answers import json_answer
from api.planner.filters import Times
from api.services import Services
from parking.access import roles
from parking.clock import rfc3339
from parking.ports import Operator
from parking.principal import Principal
from parking.problems import Problem, ProblemError
from parking.storage.postgres.planning.reading import THOROUGH_S, open_reading

_MOST: Final = 100
_USUAL: Final = 20
"""Operators a page: each is read by itself."""


class ScoreAsked(Times):
    """When, and for an admin of whom."""

    operator: str | None = Query(None, max_length=64, description="For an admin")


class OperatorsAsked(Times):
    """When, and which page."""

    limit: int = Query(_USUAL, ge=1, le=_MOST)
    cursor: Cursor = None


def scores_router(services: Services) -> APIRouter:
    """Make the routes over the roll-ups."""
    router = APIRouter()
    clock, zone, directory = services.clock, services.settings.timezone, services.directory

    async def scores(asked: Times, operators: list[Operator], now_us: int) -> list[dict[str, Any]]:
        async with open_reading(services.planner_pool, THOROUGH_S) as reading:
            return await scores_of(reading, operators, asked, directory, now_us, zone)

    def when(asked: Times, now_us: int) -> dict[str, str]:
        period = asked.period(now_us)
        return {"from": rfc3339(period.from_us, zone), "to": rfc3339(period.to_us, zone)}

    @router.get(
        "/v1/operator/score",
        openapi_extra=roles("operator", "admin"),
        responses={200: {"model": ScoreAnswer}, **problems(400, 401, 403, 404, 422)},
        response_class=Response,
        summary="How well own lots are reported on, with its parts · 数据质量评分",
    )
    async def read_score(asked: Annotated[ScoreAsked, Query()], caller: Caller) -> Response:
        name = _asked_for(asked, caller)
        if name == caller.operator_id and directory.find_operator(name) is None:
            await services.refresh()  # the key is a moment younger than what we have followed
        operator = directory.find_operator(name)
        if operator is None:
            raise ProblemError(Problem("not-found", "There is no such operator."))
        now_us = clock.now_us()
        [score] = await scores(asked, [operator], now_us)
        return json_answer(score | when(asked, now_us))

    @router.get(
        "/v1/planner/operators",
        openapi_extra=roles("planner", "admin"),
        responses={200: {"model": OperatorsAnswer}, **problems(400, 401, 403, 422)},
        response_class=Response,
        summary="How well each operator's lots are reported on · 运营方评分",
    )
    async def list_scores(asked: Annotated[OperatorsAsked, Query()]) -> Response:
        now_us, after = clock.now_us(), key_of(asked.cursor)
        named = sorted(directory.operators(), key=lambda operator: operator.operator_id)
        rest = [operator for operator in named if operator.operator_id > after]
        page = rest[: asked.limit]
        is_more = len(rest) > asked.limit
        told = when(asked, now_us) | {
            "operators": await scores(asked, page, now_us),
            "next_cursor": cursor_after(page[-1].operator_id) if is_more else None,
        }
        return json_answer(told)

    return router


def _asked_for(asked: ScoreAsked, caller: Principal) -> str:
    """Return whose score is asked for; another operator's is answered like one that is not."""
    if caller.role == "admin":
        if asked.operator is None:
            told = "an admin says whose score it asks for"
            raise ProblemError(Problem("missing-field", told, "/query/operator"))
        return asked.operator
    own = str(caller.operator_id)
    return own if asked.operator in {None, own} else ""

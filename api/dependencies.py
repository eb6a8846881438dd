"""What routes share: parameters with their words, and the problems every route may answer."""

from datetime import datetime
from typing import Annotated, Any, Final

from fastapi import Depends, Query, Request
from pydantic import BeforeValidator

from api.lots.schemas import ProblemShape
from api.paging import LIMIT_DEFAULT, LIMIT_MAX
from api.problems import PROBLEM_JSON
from geo.box import BoundingBox
from geo.datum import Datum
from parking.moment import read_moment
from parking.principal import Principal
from parking.problems import Problem, ProblemError

PROBLEM_SCHEMA: Final = ProblemShape.model_json_schema()


def problems(*statuses: int) -> dict[int | str, dict[str, Any]]:
    """Document the problems of a route; 429 and 503 may come from any."""
    return {
        status: {
            "description": "A problem",
            "content": {PROBLEM_JSON: {"schema": PROBLEM_SCHEMA}},
        }
        for status in (*statuses, 429, 503)
    }


async def principal_of(request: Request) -> Principal:
    """Return the caller whom the gate let in. Async, as the others are handed to a thread."""
    principal: Principal = request.state.principal
    return principal


def parse_box(text: str) -> BoundingBox:
    """Read a bbox parameter; raises a problem that points at it."""
    try:
        return BoundingBox.parse(text)
    except ValueError as error:
        raise ProblemError(
            Problem("bad-request", f"bbox: {error}.", pointer="/query/bbox")
        ) from None


Moment = Annotated[datetime, BeforeValidator(read_moment)]
Caller = Annotated[Principal, Depends(principal_of)]
Limit = Annotated[int, Query(ge=1, le=LIMIT_MAX, description="Most items a page")]
Cursor = Annotated[
    str | None, Query(description="`next_cursor` of the page before", max_length=400)
]
Coordsys = Annotated[Datum, Query(description="Datum of positions, in and out")]
Box = Annotated[str | None, Query(description="west,south,east,north in degrees", max_length=200)]

DEFAULT_LIMIT: Final = LIMIT_DEFAULT

"""What `replay` may be asked: which lots, at which minute, and how many at a time."""

from typing import Final

from pydantic import Field

from api.dependencies import Moment
from api.planner.asked import AskedFormat
from api.planner.filters import Filters
from parking.clock import to_us
from parking.problems import Problem, ProblemError

USUAL_LIMIT: Final = 1_000
MOST: Final = 10_000
"""A whole city at once, for a file or a map."""


class ReplayAsked(Filters):
    """Of `space_class` it depends which classes `by_class` tells of; all lots are shown."""

    at: Moment = Field(description="RFC 3339: the moment, which is over")
    limit: int = Field(USUAL_LIMIT, ge=1, le=MOST, description="Most lots a page")
    cursor: str | None = Field(
        None,
        max_length=400,
        description="`next_cursor` of the page before; files have it in `Link`",
    )
    format: AskedFormat = "json"

    def at_us(self, now_us: int) -> int:
        """Return the moment; ProblemError where it is still to come."""
        at_us = to_us(self.at)
        if at_us > now_us:
            told = "at: that is still to come; ask for a moment that is over."
            raise ProblemError(Problem("bad-request", told, pointer="/query/at"))
        return at_us

"""Whether this process may be asked of lots at all; half a city would be a wrong answer."""

from typing import Final

from parking.live.replica import Replica
from parking.problems import Problem, ProblemError

NOT_CAUGHT_UP: Final = Problem("unavailable", "This process is still catching up; try again.")


def refuse_incomplete(replica: Replica) -> None:
    """Raise a problem until every partition has been loaded."""
    if not replica.is_complete:
        raise ProblemError(NOT_CAUGHT_UP)

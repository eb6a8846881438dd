"""Entrance: counts each request for its address and refuses what is too much, on hot paths too."""

from starlette.types import ASGIApp, Scope

from api.limits import Callers, RateLimit
from api.metrics import HttpMetrics
from api.problems import problem_response
from parking.problems import Problem


class Entrance:
    """One per process; reads are counted here alone, without a round trip."""

    def __init__(self, callers: Callers, reads: RateLimit, metrics: HttpMetrics) -> None:
        self._callers = callers
        self._reads = reads
        self._metrics = metrics

    def refusal(self, scope: Scope) -> ASGIApp | None:
        """Count this request: None when it may pass, else the answer to give."""
        wait_s = self._reads.wait_s(self._callers.address_of(scope["client"], scope["headers"]))
        if not wait_s:
            return None
        self._metrics.limited += 1
        detail = f"Too many requests from this address; wait {wait_s} s."
        return problem_response(Problem("rate-limited", detail), {"retry-after": str(wait_s)})

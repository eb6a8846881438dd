"""Entrance: counts each request for its address and refuses what is too much, on hot paths too."""

from collections.abc import Iterable, MutableMapping
from typing import Any

from starlette.types import ASGIApp, Scope

from api.limits import Callers, RateLimit
from api.metrics import HttpMetrics
from api.problems import problem_response
from parking.problems import Problem


class Entrance:
    """One per process; reads are counted here alone, without a round trip.

    `guesses` counts keys that were not known, so that trying them costs an address its way in
    and not the database its time.
    """

    def __init__(
        self, callers: Callers, reads: RateLimit, guesses: RateLimit, metrics: HttpMetrics
    ) -> None:
        self._callers = callers
        self._reads = reads
        self._guesses = guesses
        self._metrics = metrics

    def wait_s(self, client: tuple[str, int] | None, headers: Iterable[tuple[bytes, bytes]]) -> int:
        """Count this request: 0 when it may pass, else the whole seconds to wait."""
        return self._reads.wait_s(self._callers.address_of(client, headers))

    def is_spent(
        self, client: tuple[str, int] | None, headers: Iterable[tuple[bytes, bytes]]
    ) -> bool:
        """Tell, without counting it, whether this request would have to wait."""
        return self._reads.is_spent(self._callers.address_of(client, headers))

    def refusal(self, scope: Scope) -> ASGIApp | None:
        """Count this request: None when it may pass, else the answer to give."""
        wait_s = self.wait_s(scope["client"], scope["headers"])
        return self._limited(wait_s) if wait_s else None

    def has_guessed_too_much(self, scope: MutableMapping[str, Any]) -> bool:
        """Tell whether this address has shown too many unknown keys; a refusal is counted."""
        is_spent = self._guesses.is_spent(self._address(scope))
        self._metrics.limited += is_spent
        return is_spent

    def note_guess(self, scope: MutableMapping[str, Any]) -> None:
        """Count a key that was not known."""
        self._guesses.wait_s(self._address(scope))

    def _address(self, scope: MutableMapping[str, Any]) -> str:
        return self._callers.address_of(scope["client"], scope["headers"])

    def _limited(self, wait_s: int) -> ASGIApp:
        self._metrics.limited += 1
        detail = f"Too many requests from this address; wait {wait_s} s."
        return problem_response(Problem("rate-limited", detail), {"retry-after": str(wait_s)})

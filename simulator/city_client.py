"""A city seen from outside: its public HTTP API, with patience and plain errors."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import TracebackType
from typing import Any, Self

import httpx
import msgspec
from tenacity import RetryCallState, Retrying, retry_if_exception_type, stop_after_delay

MAX_ITEMS = 1_000
PATIENCE_S = 60.0


class CityBusyError(Exception):
    """The city answered 429 or 503; `retry_after_s` is what it asked for."""

    def __init__(self, status: int, retry_after_s: float) -> None:
        super().__init__(f"the city answered {status}")
        self.retry_after_s = retry_after_s


class CityRefusedError(Exception):
    """The city refused the call as a whole; the message is the problem's own words."""

    def __init__(self, status: int, problem: Mapping[str, Any]) -> None:
        super().__init__(
            f"{status}: {problem.get('detail') or problem.get('title') or 'no reason given'}"
        )
        self.status = status


@dataclass(frozen=True, slots=True)
class ClockSeen:
    """The city's clock as its status page tells it."""

    mode: str
    now: str
    speed: float = 1.0


def _wait_s(state: RetryCallState) -> float:
    """Wait as long as the city asked for; without an answer grow from a tenth to five seconds."""
    error = state.outcome.exception() if state.outcome else None
    if isinstance(error, CityBusyError):
        return error.retry_after_s
    return float(min(5.0, 0.1 * 2**state.attempt_number))


class CityClient:
    """Blocking client of one city; sends the same ids again until it has an answer."""

    def __init__(self, url: str, key: str) -> None:
        self._http = httpx.Client(
            base_url=url.rstrip("/"),
            headers={"Authorization": f"Bearer {key}", "Accept": "application/json"},
            timeout=30.0,
            trust_env=False,
        )

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        exc_type: type[BaseException] | None,
        exc: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self._http.close()

    def call(
        self,
        method: str,
        path: str,
        body: object = None,
        *,
        once: str | None = None,
        patience_s: float = PATIENCE_S,
    ) -> Any:  # noqa: ANN401 - JSON
        """Make one call and return its JSON; raises CityRefusedError, waits through 429 and 503.

        `once` is its Idempotency-Key: the call is done once, however often it is sent.
        """
        content = None if body is None else msgspec.json.encode(body)
        for attempt in Retrying(
            retry=retry_if_exception_type((CityBusyError, httpx.TransportError)),
            wait=_wait_s,
            stop=stop_after_delay(patience_s),
            reraise=True,
        ):
            with attempt:
                return self._call_once(method, path, content, once)
        return None

    def _call_once(self, method: str, path: str, content: bytes | None, once: str | None) -> Any:  # noqa: ANN401
        headers = {"Content-Type": "application/json"}
        if once is not None:
            headers["Idempotency-Key"] = once
        answer = self._http.request(method, path, content=content, headers=headers)
        if answer.status_code in {429, 503}:
            raise CityBusyError(answer.status_code, float(answer.headers.get("Retry-After", "1")))
        body = msgspec.json.decode(answer.content) if answer.content else {}
        # A batch of which every item was refused still has its answer item by item.
        if answer.is_error and "results" not in body:
            raise CityRefusedError(answer.status_code, body)
        return body

    def clock(self, patience_s: float = PATIENCE_S) -> ClockSeen:
        """Return the mode and time of the city's clock."""
        clock = self.call("GET", "/status", patience_s=patience_s)["clock"]
        return ClockSeen(clock["mode"], clock["now"], clock.get("speed", 1.0))

    def move_clock(self, now: str) -> None:
        """Set a manual clock; needs an admin's key."""
        self.call("POST", "/v1/admin/clock", {"now": now})

    def put_lot(self, lot_id: str, lot: Mapping[str, object]) -> None:
        """Register or replace a lot."""
        self.call("PUT", f"/v1/operator/lots/{lot_id}", lot)

    def report(
        self, reports: Sequence[Mapping[str, object]], path: str = "/v1/reports"
    ) -> list[dict[str, Any]]:
        """Send at most 1,000 reports; returns the result of each, in order."""
        results: list[dict[str, Any]] = self.call("POST", path, {"reports": list(reports)})[
            "results"
        ]
        return results

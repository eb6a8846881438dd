"""Callers that ask a city one thing again and again, and remember how it was answered."""

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

import httpx

PAUSE_S = 0.1
GIVES_UP_S = 20.0
NOT_YET = 0
"""The status of what still waits for its answer, or got none."""
Ask = Callable[[httpx.Client], httpx.Response]


@dataclass(frozen=True, slots=True)
class Answer:
    """What came of one question."""

    asked_s: float
    took_s: float
    status: int
    retry_after: str | None
    body: dict


class Probe:
    """One caller in its own thread; it asks anew a moment after each answer."""

    def __init__(self, client: httpx.Client, ask: Ask) -> None:
        self._client, self._ask = client, ask
        self._stopping = threading.Event()
        self._asked_s = time.monotonic()
        self._answers: list[Answer] = []
        self._thread = threading.Thread(target=self._run)

    def start(self) -> None:
        self._thread.start()

    def stop(self) -> None:
        self._stopping.set()
        self._thread.join(GIVES_UP_S + 1)

    def since(self, moment_s: float) -> list[Answer]:
        """What was asked from then on, that which still waits for its answer included."""
        found = [answer for answer in self._answers if answer.asked_s >= moment_s]
        waits_s = time.monotonic() - self._asked_s
        if waits_s > PAUSE_S and self._asked_s >= moment_s and self._is_waiting():
            found.append(Answer(self._asked_s, waits_s, NOT_YET, None, {}))
        return found

    def wait_for(self, status: int, after_s: float, patience_s: float) -> float | None:
        """Seconds from `after_s` until something asked since then had this status."""
        deadline_s = time.monotonic() + patience_s
        while time.monotonic() < deadline_s:
            for answer in self._answers:
                if answer.asked_s >= after_s and answer.status == status:
                    return answer.asked_s + answer.took_s - after_s
            time.sleep(PAUSE_S / 2)
        return None

    def _is_waiting(self) -> bool:
        return not self._answers or self._answers[-1].asked_s < self._asked_s

    def _run(self) -> None:
        while not self._stopping.is_set():
            self._asked_s = asked_s = time.monotonic()
            try:
                answer = self._ask(self._client)
            except httpx.TransportError:
                status, retry_after, body = NOT_YET, None, {}
            else:
                status, retry_after = answer.status_code, answer.headers.get("retry-after")
                body = _json_of(answer)
            took_s = time.monotonic() - asked_s
            self._answers.append(Answer(asked_s, took_s, status, retry_after, body))
            self._stopping.wait(PAUSE_S)


@contextmanager
def probing(url: str, key: str, **asks: Ask) -> Iterator[dict[str, Probe]]:
    """Let a caller ask each of these until the end of the block."""
    headers = {"Authorization": f"Bearer {key}"}
    with httpx.Client(
        base_url=url, headers=headers, timeout=GIVES_UP_S, trust_env=False, verify=False
    ) as client:
        probes = {name: Probe(client, ask) for name, ask in asks.items()}
        try:
            for probe in probes.values():
                probe.start()
            yield probes
        finally:
            for probe in probes.values():
                probe.stop()


def _json_of(answer: httpx.Response) -> dict:
    return answer.json() if "json" in answer.headers.get("content-type", "") else {}

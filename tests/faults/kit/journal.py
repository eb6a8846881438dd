"""Producers that keep a journal: what was acknowledged, whatever dies meanwhile."""

import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from random import Random

import httpx

from tests.end_to_end.city import City
from tests.faults.kit.callers import issue_key
from tests.faults.kit.reports import Reports, lots_of, registrations, serial_of
from tests.services.databases import run

PAUSE_S = 0.1
REGISTERED_WITHIN_S = 20.0
LONGEST_SILENCE_S = 240.0
TAKEN = {"accepted", "duplicate", "late"}


@dataclass(slots=True)
class Journal:
    """One producer's own: numbers in the order of their acknowledgement, and what they amount to.

    `doubtful` counts the requests whose answer never came: they were sent again, with the same ids.
    """

    producer: int
    acknowledged: list[int] = field(default_factory=list)
    free: dict[str, int] = field(default_factory=dict)
    doubtful: int = 0
    refused: int = 0
    complaint: str | None = None

    def serials(self) -> Iterator[str]:
        return (serial_of(self.producer, number) for number in self.acknowledged)


class Producers:
    """Some threads that send until `stop`; each sends a body again until it is answered."""

    def __init__(
        self,
        cities: Sequence[City],
        key: str,
        count: int,
        *,
        seed: int,
        items: int = 100,
        pause_s: float = 0.0,
    ) -> None:
        self._cities, self._key, self._items, self._pause_s = cities, key, items, pause_s
        self._stopping, self._dropping = threading.Event(), threading.Event()
        self.journals = [Journal(number) for number in range(count)]
        self._threads = [
            threading.Thread(
                target=self._send, args=(journal, Random(f"{seed}/{journal.producer}"))
            )
            for journal in self.journals
        ]

    def start(self) -> None:
        for thread in self._threads:
            thread.start()

    def acknowledged(self) -> int:
        return sum(len(journal.acknowledged) for journal in self.journals)

    def copy_journals(self) -> list[Journal]:
        """The journals as they are at this moment."""
        return [
            replace(journal, acknowledged=list(journal.acknowledged)) for journal in self.journals
        ]

    def finish(self) -> None:
        """Let every body be answered, then end."""
        self._stopping.set()
        for thread in self._threads:
            thread.join(LONGEST_SILENCE_S)
            assert not thread.is_alive()

    def drop(self) -> None:
        """End at once, with bodies unanswered."""
        self._dropping.set()
        self.finish()

    def expected(self) -> dict[str, int]:
        """What drivers must see free of every lot that counts."""
        return {lot: free for journal in self.journals for lot, free in journal.free.items()}

    def complaints(self) -> list[str]:
        return [journal.complaint for journal in self.journals if journal.complaint]

    def _send(self, journal: Journal, random: Random) -> None:
        reports = Reports(journal.producer, lots_of(journal.producer), random)
        number = 0
        city = self._cities[journal.producer % len(self._cities)]
        with city.client(self._key) as http:
            while not (self._stopping.is_set() or journal.complaint):
                body = reports.body(self._items)
                if not self._send_until_answered(http, journal, body):
                    return
                journal.acknowledged.extend(range(number + 1, number + 1 + len(body)))
                journal.free = dict(reports.free)
                number += len(body)
                self._stopping.wait(self._pause_s)

    def _send_until_answered(
        self, http: httpx.Client, journal: Journal, body: Sequence[dict]
    ) -> bool:
        deadline_s = time.monotonic() + LONGEST_SILENCE_S
        while time.monotonic() < deadline_s and not self._dropping.is_set():
            try:
                answer = http.post("/v1/reports", json={"reports": body})
            except httpx.ConnectError:
                pass  # nothing was sent
            except httpx.TransportError:
                journal.doubtful += 1
            else:
                if answer.status_code == httpx.codes.OK:
                    return _is_taken(journal, answer.json()["results"])
                if answer.status_code != httpx.codes.SERVICE_UNAVAILABLE:
                    journal.complaint = f"answered {answer.status_code}: {answer.text[:300]}"
                    return False
                journal.refused += 1
            self._dropping.wait(PAUSE_S)
        if not self._dropping.is_set():
            journal.complaint = f"no answer in {LONGEST_SILENCE_S:.0f} s"
        return False


def _is_taken(journal: Journal, results: Sequence[dict]) -> bool:
    wrong = [result for result in results if result["status"] not in TAKEN]
    if wrong:
        journal.complaint = f"a sound report was answered {wrong[0]}"
    return not wrong


def register(http: httpx.Client, lot_id: str, lot: dict) -> None:
    """Put a lot, as patiently as a client should while a busy city answers 503."""
    deadline_s = time.monotonic() + REGISTERED_WITHIN_S
    while True:
        answer = http.put(f"/v1/operator/lots/{lot_id}", json=lot)
        if answer.status_code in {httpx.codes.CREATED, httpx.codes.OK}:
            return
        assert answer.status_code == httpx.codes.SERVICE_UNAVAILABLE, answer.text
        assert time.monotonic() < deadline_s, answer.text
        time.sleep(PAUSE_S)


@contextmanager
def producing(
    *cities: City, count: int, seed: int, items: int = 100, pause_s: float = 0.0
) -> Iterator[Producers]:
    """Register the lots of `count` producers and let them send until the end of the block.

    `cities` are doors of one city, to which the producers spread.
    """
    key = run(issue_key(cities[0].stores.database_url))
    with cities[0].client(key) as http:
        for producer in range(count):
            for lot_id, lot in registrations(lots_of(producer)):
                register(http, lot_id, lot)
    producers = Producers(cities, key, count, seed=seed, items=items, pause_s=pause_s)
    producers.start()
    try:
        yield producers
    finally:
        producers.drop()

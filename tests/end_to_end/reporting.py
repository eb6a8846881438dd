"""A source that keeps a journal: what was acknowledged, whatever dies meanwhile."""

import threading
import time
from datetime import UTC, datetime, timedelta

import httpx

from tests.end_to_end.city import City

ITEMS = 20


class Journal:
    """Reports flow from a thread; each body is sent again, with the same ids, until answered."""

    def __init__(self, city: City, key: str, lot_ids: list[str]) -> None:
        self._city, self._key, self._lot_ids = city, key, lot_ids
        self._stopping = threading.Event()
        self._thread = threading.Thread(target=self._send)
        self.acknowledged: dict[tuple[str, str], int] = {}
        self.newest: dict[str, int] = {}
        self.unanswered = 0

    def __enter__(self) -> "Journal":
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._stopping.set()
        self._thread.join(timeout=60)
        assert not self._thread.is_alive()

    def _send(self) -> None:
        started = datetime.now(UTC)
        number = 0
        with self._city.client(self._key) as http:
            while not self._stopping.is_set():
                reports = []
                for _ in range(ITEMS):
                    number += 1
                    observed = min(started + timedelta(milliseconds=10 * number), datetime.now(UTC))
                    reports.append(
                        {
                            "kind": "snapshot",
                            "lot_id": self._lot_ids[number % len(self._lot_ids)],
                            "record_serial": f"j-{number}",
                            "observed_at": observed.isoformat(),
                            "spaces": [{"free": number % 90, "capacity": 100}],
                        }
                    )
                self._send_until_answered(http, reports)
                time.sleep(0.02)

    def _send_until_answered(self, http: httpx.Client, reports: list[dict]) -> None:
        for _ in range(600):
            try:
                answer = http.post("/v1/reports", json={"reports": reports})
            except httpx.TransportError:
                self.unanswered += 1
                time.sleep(0.1)
                continue
            if answer.status_code != httpx.codes.OK:
                time.sleep(0.1)
                continue
            for report, result in zip(reports, answer.json()["results"], strict=True):
                assert result["status"] in {"accepted", "duplicate", "late"}, result
                free = report["spaces"][0]["free"]
                self.acknowledged[report["lot_id"], report["record_serial"]] = free
                self.newest[report["lot_id"]] = free
            return
        raise AssertionError("never answered")

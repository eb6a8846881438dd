"""Feed: reports ready to be sent, each lot's in the order of time, and the same as rows of the log.

Knows the wire format and the door's own way from a report to its row; sends nothing.
"""

import json
import random
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from urllib.parse import urlsplit

from parking.identity import fingerprint_of, ident_of
from parking.payload import payload_of
from parking.report_body import decode_reports
from parking.storage.postgres.report_log import EPOCH_2000_US, LogRow
from parking.vocabulary import KIND_CODE
from tests.bench.city import CAPACITY

SOURCE_KEY = 1
BETWEEN_BODIES = timedelta(milliseconds=5)
BEGINS_AGO = timedelta(hours=2)


class Feed:
    """Bodies of unlike serials whose time goes on from body to body; lots take turns."""

    def __init__(self, lot_ids: list[str], seed: int = 1, ago: timedelta = BEGINS_AGO) -> None:
        self._lot_ids = lot_ids
        self._random = random.Random(seed)
        self._next_lot = 0
        self._serial = 0
        self._at = datetime.now(UTC) - ago

    def snapshots(self, size: int) -> bytes:
        return self._body(size, "snapshot", self._spaces)

    def movements(self, size: int) -> bytes:
        """Entries and exits in turn, which the counted lane takes."""
        return self._body(size, "", self._movement)

    def _body(self, size: int, kind: str, more) -> bytes:
        self._at += BETWEEN_BODIES
        observed_at = self._at.isoformat(timespec="milliseconds")
        reports = []
        for _ in range(size):
            lot_id = self._lot_ids[self._next_lot]
            self._next_lot = (self._next_lot + 1) % len(self._lot_ids)
            self._serial += 1
            report = {
                "kind": kind, "lot_id": lot_id, "observed_at": observed_at,
                "record_serial": f"20261121-{self._serial:08d}",
            }  # fmt: skip
            reports.append(report | more())
        return json.dumps({"reports": reports}, separators=(",", ":")).encode()

    def _spaces(self) -> dict:
        free = self._random.randint(0, CAPACITY)
        return {"spaces": [{"space_class": "general", "free": free, "capacity": CAPACITY}]}

    def _movement(self) -> dict:
        kind = ("entry", "exit")[self._serial % 2]
        return {"kind": kind, "lane_id": "N1", "plate_hash": f"{self._random.getrandbits(64):016x}"}


def request_of(body: bytes, url: str, key: str) -> bytes:
    """The whole HTTP request of a body."""
    head = (
        f"POST /v1/reports HTTP/1.1\r\nhost: {urlsplit(url).netloc}\r\n"
        f"authorization: Bearer {key}\r\ncontent-type: application/json\r\n"
        f"content-length: {len(body)}\r\n\r\n"
    )
    return head.encode() + body


def rows_of(body: bytes, lot_keys: Mapping[str, int]) -> list[LogRow]:
    """The rows a door would log for a body of snapshots, in the log's order."""
    return sorted(_row(report, lot_keys[report.lot_id]) for report in decode_reports(body))


def _row(report, lot_key: int) -> LogRow:
    payload, us = payload_of(report), report.observed_us
    return (
        ident_of(SOURCE_KEY, lot_key, report.kind, report.record_serial, us), SOURCE_KEY, lot_key,
        KIND_CODE[report.kind], report.record_serial, (us - EPOCH_2000_US,), None, None, 0,
        payload, fingerprint_of(payload, us),
    )  # fmt: skip

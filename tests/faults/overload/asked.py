"""What a crowd asks of a city: drivers look around and at a lot, feeds of every size report."""

from collections.abc import Sequence
from datetime import UTC, datetime
from random import Random
from secrets import token_hex

from tests.faults.hostile.conftest import CENTRE, STEP_DEG
from tests.faults.overload.line import Request

NEARBY, LOT = "nearby", "a lot"
MIX = {NEARBY: 65, LOT: 15, 1: 12, 20: 6, 200: 2}
"""Of a hundred requests; a number is that of the reports in a body."""
TEMPLATES = 8
NUMBER = b"@@@@@@@@"
MOMENT = b"2000-01-01T00:00:00.000000+00:00"


class Asked:
    """Requests at random from a seed. Bodies are numbered; `sizes` tells how many reports each has.

    A report's serial is `<name>.<number of its body>.<place in it>`.
    """

    def __init__(self, key: str, lots: Sequence[str], seed: int) -> None:
        self.name = token_hex(4)
        self.sizes: list[int] = []
        self._key, self._lots = key, lots
        self._random = Random(seed)
        self._kinds, self._weights = list(MIX), list(MIX.values())
        self._bodies = {
            kind: [self._template(kind) for _ in range(TEMPLATES)]
            for kind in MIX
            if isinstance(kind, int)
        }

    def next(self) -> Request:
        (kind,) = self._random.choices(self._kinds, self._weights)
        if isinstance(kind, str):
            return Request(kind, f"GET {self._path(kind)} HTTP/1.1\r\nhost: a\r\n\r\n".encode())
        return self._report(kind)

    def _path(self, kind: str) -> str:
        place = self._random.randrange(len(self._lots))
        if kind == LOT:
            return f"/v1/lots/{self._lots[place]}"
        lat = CENTRE["lat"] + place * STEP_DEG
        return f"/v1/lots/nearby?lat={lat:.4f}&lon={CENTRE['lon']}&radius_m=2000&limit=20"

    def _report(self, size: int) -> Request:
        number = len(self.sizes)
        self.sizes.append(size)
        body = (
            self._random.choice(self._bodies[size])
            .replace(NUMBER, b"%08d" % number)
            .replace(MOMENT, datetime.now(UTC).isoformat(timespec="microseconds").encode())
        )
        head = (
            f"POST /v1/reports HTTP/1.1\r\nhost: a\r\nauthorization: Bearer {self._key}\r\n"
            f"content-type: application/json\r\ncontent-length: {len(body)}\r\n\r\n"
        )
        return Request(f"{size} a body", head.encode() + body, number)

    def _template(self, size: int) -> bytes:
        reports = (
            b'{"kind":"snapshot","lot_id":"%b","record_serial":"%b.%b.%d","observed_at":"%b",'
            b'"spaces":[{"free":%d,"capacity":100}]}'
            % (
                self._random.choice(self._lots).encode(), self.name.encode(), NUMBER, place,
                MOMENT, self._random.randrange(100),
            )
            for place in range(size)
        )  # fmt: skip
        return b'{"reports":[%b]}' % b",".join(reports)

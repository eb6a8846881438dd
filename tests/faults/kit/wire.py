"""Wire: HTTP/1.1 over one connection, with little cost and nothing hidden: no pool, no retry."""

import asyncio
import json
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from statistics import quantiles
from typing import Any

CUT = (ConnectionError, asyncio.IncompleteReadError)
PATIENCE_S = 60.0


@dataclass(frozen=True, slots=True)
class Answer:
    """A whole answer; header names are lower case."""

    status: int
    headers: Mapping[str, str]
    body: bytes
    took_s: float

    def json(self) -> Any:
        return json.loads(self.body)


@dataclass(slots=True)
class Wire:
    """Opens when it is first used and again after it was cut; `key` goes along with everything."""

    port: int
    key: str | None = None
    took_s: list[float] = field(default_factory=list)
    _reader: asyncio.StreamReader | None = None
    _writer: asyncio.StreamWriter | None = None

    async def get(self, path: str) -> Answer:
        return await self.ask("GET", path)

    async def report(self, *reports: Mapping[str, object]) -> Answer:
        return await self.ask("POST", "/v1/reports", json.dumps({"reports": reports}).encode())

    async def ask(
        self, method: str, path: str, body: bytes = b"", headers: Mapping[str, str] | None = None
    ) -> Answer:
        """Ask once; raises one of `CUT` where no whole answer came."""
        began_s = time.monotonic()
        if self._writer is None:
            self._reader, self._writer = await asyncio.open_connection("127.0.0.1", self.port)
        auth = f"authorization: Bearer {self.key}\r\n" if self.key else ""
        more = "".join(f"{name}: {value}\r\n" for name, value in (headers or {}).items())
        size = f"content-length: {len(body)}\r\n\r\n"
        head = f"{method} {path} HTTP/1.1\r\nhost: a\r\n{auth}{more}{size}"
        try:
            async with asyncio.timeout(PATIENCE_S):
                self._writer.write(head.encode() + body)
                answer = await self._answer(began_s)
        except CUT:
            self.close()
            raise
        if answer.headers.get("connection") == "close":
            self.close()
        self.took_s.append(answer.took_s)
        return answer

    def close(self) -> None:
        if self._writer is not None:
            self._writer.transport.abort()
            self._reader = self._writer = None

    async def _answer(self, began_s: float) -> Answer:
        assert self._reader is not None
        status, *lines = (await self._reader.readuntil(b"\r\n\r\n")).decode().split("\r\n")
        headers = dict(line.lower().split(": ", 1) for line in lines if line)
        body = await self._reader.readexactly(int(headers["content-length"]))
        return Answer(int(status.split()[1]), headers, body, time.monotonic() - began_s)


def percentile_s(took_s: list[float], percent: int) -> float:
    """Take a percentile of at least two times."""
    return quantiles(took_s, n=100, method="inclusive")[percent - 1]

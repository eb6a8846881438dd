"""Ledger: what of a long run was acknowledged, a byte a report, held against the log at the end."""

from collections import Counter
from dataclasses import dataclass

import asyncpg

SENT, ACKNOWLEDGED = range(2)
SHOWN = 5
PAGE = 20_000


@dataclass(frozen=True, slots=True)
class Held:
    """The ledger against the log; `lost` and `doubled` name the first few."""

    acknowledged: int
    stored: int
    lost: list[str]
    doubled: list[str]


class Ledger:
    """Reports are numbered per source, and their serials are `<source>.<number>`."""

    def __init__(self) -> None:
        self._states: dict[str, bytearray] = {}

    def next_serial(self, source: str) -> str:
        """Number one more report of a source; it counts only once it is acknowledged."""
        states = self._states.setdefault(source, bytearray())
        states.append(SENT)
        return f"{source}.{len(states) - 1}"

    def acknowledge(self, serial: str) -> None:
        source, number = serial.rsplit(".", 1)
        self._states[source][int(number)] = ACKNOWLEDGED

    def acknowledged(self) -> int:
        return sum(states.count(ACKNOWLEDGED) for states in self._states.values())

    async def held_against(self, database_url: str) -> Held:
        """Read every serial of the log once; memory stays that of the ledger."""
        stored = {source: bytearray(len(states)) for source, states in self._states.items()}
        doubled: Counter[str] = Counter()
        connection = await asyncpg.connect(database_url)
        try:
            async with connection.transaction(readonly=True):
                rows = connection.cursor("select record_serial from report_log", prefetch=PAGE)
                async for (serial,) in rows:
                    source, _, number = serial.rpartition(".")
                    if source not in stored:
                        continue
                    if stored[source][int(number)]:
                        doubled[serial] += 1
                    stored[source][int(number)] = 1
        finally:
            await connection.close()
        lost = [
            f"{source}.{number}"
            for source, states in self._states.items()
            for number, state in enumerate(states)
            if state == ACKNOWLEDGED and not stored[source][number]
        ]
        found = sum(map(sum, stored.values()))
        return Held(self.acknowledged(), found, lost[:SHOWN], list(doubled)[:SHOWN])

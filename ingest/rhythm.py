"""What sources' own rhythm is: how often they speak of a lot, and whether only when it changes.

Pure: rows of the tail in, what was learned out. Observed times only, so it holds on any clock.
"""

from array import array
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from typing import Final

from parking.plausibility import BACKFILL
from parking.storage.postgres.report_log import HISTORY_ONLY, TailRow
from parking.vocabulary import KIND_CODE

KEPT: Final = 256
ENOUGH: Final = 20
ENOUGH_HEARTBEATS: Final = 5
TTL_S: Final = (120.0, 21_600.0)
"""Nobody is hurried below two minutes; what speaks more rarely than in 6 h is not live."""
TTL_PER_INTERVAL: Final = 1.5
REPEATS_AT_MOST: Final = 0.05
_SNAPSHOT: Final = KIND_CODE["snapshot"]
_HEARTBEAT: Final = KIND_CODE["heartbeat"]


@dataclass(frozen=True, slots=True)
class Learned:
    """A source's time to live, and whether its silence means that nothing changed."""

    ttl_s: float
    changes_only: bool


def _numbers() -> "array[float]":
    return array("d")


@dataclass(slots=True)
class _Source:
    """Numbers lie in arrays: a float of its own takes four times as much, and a city has hundreds
    of sources that fill this within hours.
    """

    said_s: "array[float]" = field(default_factory=_numbers)
    counted_s: "array[float]" = field(default_factory=_numbers)
    repeats: "array[float]" = field(default_factory=_numbers)
    heartbeats: int = 0
    is_news: bool = False


class Rhythm:
    """Memory of the newest intervals of every source."""

    def __init__(self) -> None:
        self._sources: dict[int, _Source] = {}
        self._said: dict[tuple[int, int], int] = {}
        self._counted: dict[tuple[int, int], tuple[int, bytes]] = {}

    def see(self, rows: Sequence[TailRow]) -> None:
        """Take rows in; what a source delivered late says nothing about its rhythm."""
        for row in rows:
            if not row.flags & (BACKFILL | HISTORY_ONLY):
                self._see(row)

    def forget(self, lot_keys: Collection[int]) -> None:
        """Forget lots that have gone, and sources that spoke of no other."""
        for seen in (self._said, self._counted):
            for key in [key for key in seen if key[1] in lot_keys]:
                del seen[key]
        speaking = {source_key for source_key, _ in self._said}
        for source_key in self._sources.keys() - speaking:
            del self._sources[source_key]

    def learned(self) -> dict[int, Learned]:
        """Return what is known of the sources that spoke since the last call."""
        found = {}
        for source_key, source in self._sources.items():
            if source.is_news and (learned := _learned(source)) is not None:
                found[source_key] = learned
            source.is_news = False
        return found

    def _see(self, row: TailRow) -> None:
        source = self._sources.get(row.source_key)
        if source is None:
            source = self._sources[row.source_key] = _Source()
        key = (row.source_key, row.lot_key)
        before_us = self._said.get(key)
        if before_us is not None and row.observed_us <= before_us:
            return
        self._said[key] = row.observed_us
        source.is_news = True
        if before_us is not None:
            _keep(source.said_s, (row.observed_us - before_us) / 1e6)
        if row.kind == _HEARTBEAT:
            source.heartbeats += 1
        elif row.kind == _SNAPSHOT:
            self._see_count(source, key, row)

    def _see_count(self, source: _Source, key: tuple[int, int], row: TailRow) -> None:
        before = self._counted.get(key)
        self._counted[key] = (row.observed_us, row.payload)
        if before is not None:
            _keep(source.counted_s, (row.observed_us - before[0]) / 1e6)
            _keep(source.repeats, before[1] == row.payload)


def _keep(newest: "array[float]", value: float) -> None:
    newest.append(value)
    if len(newest) > KEPT:
        del newest[0]


def _learned(source: _Source) -> Learned | None:
    is_repeating = len(source.repeats) >= ENOUGH and (
        sum(source.repeats) > REPEATS_AT_MOST * len(source.repeats)
    )
    changes_only = source.heartbeats >= ENOUGH_HEARTBEATS and not is_repeating
    intervals_s = source.said_s if changes_only else source.counted_s
    if len(intervals_s) < ENOUGH:
        return None
    usual_s = sorted(intervals_s)[int(0.9 * (len(intervals_s) - 1))]
    shortest_s, longest_s = TTL_S
    ttl_s = min(longest_s, max(shortest_s, TTL_PER_INTERVAL * usual_s))
    return Learned(round(ttl_s), changes_only)

"""The player: sends a recording's lots and counts through the public API, as if live."""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Protocol

from ingest.formats.closures import Closures
from ingest.formats.lot_ids import lot_id_of
from ingest.replay.lots import closures_of, lot_body, snapshot_body
from ingest.replay.recording import RecordedCount, Recording
from ingest.replay.times import Times, TrueTimes
from parking.clock import rfc3339

BATCH_ITEMS = 500
BATCH_SPAN_US = 6 * 3_600_000_000
"""At full speed up to six hours of the recording go into one body; the clock moves so far."""
LIVE_DOOR_US = 7 * 86_400_000_000 - 3_600_000_000
"""Older than this the live door refuses; the history door takes it. An hour is kept in hand."""


class CityDoor(Protocol):
    """What the player needs of a city: its public API."""

    def move_clock(self, now: str) -> None: ...

    def put_lot(self, lot_id: str, lot: Mapping[str, object]) -> None: ...

    def report(
        self, reports: Sequence[Mapping[str, object]], path: str = "/v1/reports"
    ) -> list[dict[str, Any]]: ...


@dataclass(slots=True)
class Played:
    """What became of the recording: how many items got which status, and why some were refused."""

    lots: int = 0
    sent: int = 0
    no_count: int = 0
    statuses: Counter[str] = field(default_factory=Counter)
    reasons: Counter[str] = field(default_factory=Counter)

    def note(self, results: list[dict[str, object]]) -> None:
        """Add the results of one body."""
        self.sent += len(results)
        for result in results:
            self.statuses[str(result["status"])] += 1
            problem = result.get("problem")
            if isinstance(problem, dict):
                self.reasons[str(problem["type"]).rsplit("/", 1)[-1]] += 1


@dataclass(frozen=True, slots=True)
class Player:
    """Plays one recording against one city.

    `sleep_until_s` waits until so many seconds after the start; `now_us` is the city's time;
    `progress` is told how many counts have been played.
    """

    city: CityDoor
    operator_id: str
    recording: Recording
    times: Times
    now_us: Callable[[], int]
    sleep_until_s: Callable[[float], None]
    progress: Callable[[int], None]

    def register(self) -> int:
        """Register every lot of the recording; returns how many."""
        lots = self.recording.lots
        for lot in lots:
            self.city.put_lot(
                lot_id_of(self.operator_id, lot.place_id), lot_body(self.operator_id, lot)
            )
        return len(lots)

    def play(self, counts: Iterator[RecordedCount]) -> Played:
        """Send the counts in batches, moving a manual clock along; returns what became of them."""
        played = Played(lots=self.register())
        closures = Closures()
        for batch in batches(counts, self._span_us()):
            newest_us = max(count.observed_us for count in batch)
            self.sleep_until_s(self.times.due_s(newest_us))
            if isinstance(self.times, TrueTimes):
                self.city.move_clock(rfc3339(newest_us, "UTC"))
            self._send(batch, closures, played)
            self.progress(len(batch))
        return played

    def _span_us(self) -> int:
        """At a given speed no count waits longer than a second of real time for its batch."""
        speed = getattr(self.times, "speed", None)
        return BATCH_SPAN_US if speed is None else round(speed * 1_000_000)

    def _send(self, batch: list[RecordedCount], closures: Closures, played: Played) -> None:
        live: list[dict[str, object]] = []
        history: list[dict[str, object]] = []
        for count in batch:
            observed_us = self.times.observed_us(count.observed_us)
            lot_id = lot_id_of(self.operator_id, count.place_id)
            door = live if self._is_live(observed_us) else history
            door.extend(closures_of(closures, lot_id, count, observed_us))
            if count.free is None:
                played.no_count += 1
            else:
                door.append(snapshot_body(lot_id, count, observed_us))
        if live:
            played.note(self.city.report(live))
        if history:
            played.note(self.city.report(history, "/v1/history"))

    def _is_live(self, observed_us: int) -> bool:
        return isinstance(self.times, TrueTimes) or self.now_us() - observed_us < LIVE_DOOR_US


def batches(counts: Iterator[RecordedCount], span_us: int) -> Iterator[list[RecordedCount]]:
    """Cut the counts into bodies: at most 500 items, at most `span_us` of recorded time."""
    batch: list[RecordedCount] = []
    for count in counts:
        if batch and (
            len(batch) >= BATCH_ITEMS or count.observed_us - batch[0].observed_us > span_us
        ):
            yield batch
            batch = []
        batch.append(count)
    if batch:
        yield batch

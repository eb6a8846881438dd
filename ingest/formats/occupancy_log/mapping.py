"""From the occupancy log's words to ours: free is capacity minus occupancy; local time to UTC."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from ingest.formats.occupancy_log.payload import is_occupancy_log, rows
from ingest.replay.recording import RecordedCount, RecordedLot
from parking.clock import to_us

FORMAT = "occupancy_log"
ZONE = ZoneInfo("Europe/London")


@dataclass(frozen=True, slots=True)
class OccupancyLog:
    """One CSV file; its rows are grouped by lot, so counts are sorted by time first.

    An occupancy above the capacity gives a negative free count, which is passed on as it is: the
    platform's door decides about it, not the reader.
    """

    path: Path
    format: str = FORMAT

    @property
    def lots(self) -> list[RecordedLot]:
        capacity = {row["SystemCodeNumber"]: int(row["Capacity"]) for row in rows(self.path)}
        return [RecordedLot(place_id=code, name=code, capacity=n) for code, n in capacity.items()]

    def counts(self) -> Iterator[RecordedCount]:
        yield from sorted(
            (
                RecordedCount(
                    place_id=row["SystemCodeNumber"],
                    observed_us=to_us(
                        datetime.fromisoformat(row["LastUpdated"]).replace(tzinfo=ZONE)
                    ),
                    serial=row["LastUpdated"],
                    free=int(row["Capacity"]) - int(row["Occupancy"]),
                    capacity=int(row["Capacity"]),
                )
                for row in rows(self.path)
            ),
            key=lambda count: count.observed_us,
        )


def find(path: Path) -> OccupancyLog | None:
    """Return the recording at `path`, None where it is another format."""
    files = [path] if path.is_file() else sorted(path.glob("*.csv"))
    for file in files:
        if file.suffix == ".csv" and is_occupancy_log(file):
            return OccupancyLog(file)
    return None

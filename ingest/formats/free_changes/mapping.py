"""From the change log's words to ours: a change is an absolute count at its time."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from ingest.formats.free_changes.payload import (
    CHANGE_COLUMNS,
    LOT_COLUMNS,
    LOT_FILE,
    change_file,
    rows,
)
from ingest.replay.recording import RecordedCount, RecordedLot
from parking.clock import to_us

FORMAT = "free_changes"


@dataclass(frozen=True, slots=True)
class FreeChanges:
    """A folder with `lots.csv` and a change log. An absent row means "no change" or "feed down"."""

    folder: Path
    format: str = FORMAT

    @property
    def lots(self) -> list[RecordedLot]:
        return [
            RecordedLot(
                place_id=row["place_id"],
                name=row["place_name"] or row["place_id"],
                capacity=int(float(row["num_all"])) if row["num_all"] else None,
                lat=float(row["latitude"]) if row.get("latitude") else None,
                lon=float(row["longitude"]) if row.get("longitude") else None,
                address=" ".join(row.get("address", "").split()) or None,
            )
            for row in rows(self.folder / LOT_FILE, LOT_COLUMNS)
        ]

    def counts(self) -> Iterator[RecordedCount]:
        path = change_file(self.folder)
        if path is None:
            return
        for row in rows(path, CHANGE_COLUMNS):
            yield RecordedCount(
                place_id=row["place_id"],
                observed_us=to_us(datetime.fromisoformat(row["timestamp_utc"])),
                serial=row["timestamp_utc"],
                free=int(float(row["free"])) if row["free"] else None,
            )


def find(path: Path) -> FreeChanges | None:
    """Return the recording at `path`, None where it is another format."""
    folder = path if path.is_dir() else path.parent
    if (folder / LOT_FILE).is_file() and change_file(folder) is not None:
        return FreeChanges(folder)
    return None

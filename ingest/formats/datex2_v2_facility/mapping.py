"""From DATEX II v2 facility statuses to ours: short-term spaces are the general ones."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from ingest.formats.datex2_v2_facility.payload import FacilityStatus, facilities, is_datex2_v2
from ingest.replay.recording import RecordedCount, RecordedLot
from parking.clock import to_us

FORMAT = "datex2_v2_facility"
REFERENCE = re.compile(r"^(?P<number>[^\[]+)\[(?P<name>.*)\]$")


def place_of(reference_id: str) -> tuple[str, str]:
    """Split `24276[Turmcenter]` into id and name; a plain id is its own name."""
    match = REFERENCE.match(reference_id)
    return (match["number"], match["name"]) if match else (reference_id, reference_id)


def count_of(status: FacilityStatus) -> RecordedCount:
    """Map one status. A capacity of 0 comes with closed facilities and says nothing of the lot."""
    place_id, _ = place_of(status.reference_id)
    return RecordedCount(
        place_id=place_id,
        observed_us=to_us(datetime.fromisoformat(status.status_time)),
        serial=status.status_time,
        free=None if status.vacant is None else int(status.vacant),
        capacity=int(status.capacity_short_term or 0) or int(status.capacity or 0) or None,
        is_open=None if status.status is None else status.status == "open",
    )


@dataclass(frozen=True, slots=True)
class FacilityPublications:
    """Successive publications of one feed, one XML file each, in the order of their names."""

    files: tuple[Path, ...]
    format: str = FORMAT

    @property
    def lots(self) -> list[RecordedLot]:
        found: dict[str, RecordedLot] = {}
        for file in self.files:
            for status in facilities(file):
                place_id, name = place_of(status.reference_id)
                capacity = count_of(status).capacity or (
                    found[place_id].capacity if place_id in found else None
                )
                found[place_id] = RecordedLot(place_id=place_id, name=name, capacity=capacity)
        return list(found.values())

    def counts(self) -> Iterator[RecordedCount]:
        for file in self.files:
            for status in facilities(file):
                yield count_of(status)


def find(path: Path) -> FacilityPublications | None:
    """Return the recording at `path` (a folder of publications or one), None for other formats."""
    files = tuple(sorted(path.glob("*.xml"))) if path.is_dir() else (path,)
    if files and files[0].suffix == ".xml" and is_datex2_v2(files[0]):
        return FacilityPublications(files)
    return None

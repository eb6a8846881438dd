"""Recordings of DATEX II v2 facilities: a folder of successive publications, or one."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Final

from ingest.formats.datex2.reader import Reader
from ingest.formats.datex2.states import is_open
from ingest.formats.datex2.tree import Tree, open_tree
from ingest.formats.datex2_v2_facility.mapping import NAME, recognise
from ingest.formats.datex2_v2_facility.payload import TIME, Facility, count_of, statuses, words_of
from ingest.formats.document import Document
from ingest.formats.form import Terms
from ingest.formats.publication import Publication
from ingest.formats.safe_xml import UnsafeXmlError, parse_xml
from ingest.formats.xml_reading import text
from ingest.replay.recording import RecordedCount, RecordedLot
from parking.clock import to_us

FORMAT: Final = NAME


@dataclass(frozen=True, slots=True)
class FacilityPublications:
    """Successive publications of one feed, one XML file each, in the order of their names."""

    files: tuple[Path, ...]
    format: str = FORMAT

    @property
    def lots(self) -> list[RecordedLot]:
        """Every lot that ever has a state, with the last capacity above 0 that is said."""
        found: dict[str, RecordedLot] = {}
        for reader, status in self._statuses():
            before = found.get(status.place_id)
            capacity = _count(reader, status).capacity or (before.capacity if before else None)
            name = status.name or status.place_id
            found[status.place_id] = RecordedLot(status.place_id, name, capacity)
        return list(found.values())

    def counts(self) -> Iterator[RecordedCount]:
        for reader, status in self._statuses():
            yield _count(reader, status)

    def _statuses(self) -> Iterator[tuple[Reader, Facility]]:
        for file in self.files:
            tree = open_tree(_document(file))
            if tree is not None:
                yield from _timed(tree)


def find(path: Path) -> FacilityPublications | None:
    """Return the recording at `path` (a folder of publications or one), None for other formats."""
    files = tuple(sorted(path.glob("*.xml"))) if path.is_dir() else (path,)
    if not files or files[0].suffix != ".xml":
        return None
    try:
        likeness = recognise(_document(files[0]))
    except UnsafeXmlError:
        return None
    return FacilityPublications(files) if likeness.score > 0 else None


def _document(file: Path) -> Document:
    return Document("xml", file.name, xml=parse_xml(file.read_bytes()))


def _timed(tree: Tree) -> Iterator[tuple[Reader, Facility]]:
    reader = Reader(Publication(FORMAT), tree, Terms())
    for status in statuses(tree.root, reader):
        if text(status.element, TIME) is not None:
            yield reader, status


def _count(reader: Reader, status: Facility) -> RecordedCount:
    """A capacity of 0 comes with closed facilities and says nothing of the lot."""
    count = count_of(reader, status)
    written = text(status.element, TIME) or ""
    return RecordedCount(
        place_id=status.place_id,
        observed_us=to_us(datetime.fromisoformat(written)),
        serial=written,
        free=count.free,
        capacity=count.capacity or None,
        is_open=is_open(words_of(status.element)),
    )

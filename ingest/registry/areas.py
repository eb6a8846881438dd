"""Reads a file of areas and puts the good ones into the registry."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from geo.datum import Datum
from ingest.formats.areas_csv.reading import read_area_row
from ingest.formats.areas_geojson.reading import read_area_feature
from ingest.formats.lots_geojson.reading import features_of
from ingest.registry.rows import RejectedRow
from ingest.registry.text_files import read_table
from parking.ports import Area, RegistryStore
from parking.problems import Problem


@dataclass(slots=True)
class ImportedAreas:
    """What became of a file of areas."""

    changed: int = 0
    unchanged: int = 0
    rejected: list[RejectedRow] = field(default_factory=list)

    def to_dict(self) -> dict[str, object]:
        """The counts, and every problem."""
        return {
            "changed": self.changed,
            "unchanged": self.unchanged,
            "rejected": len(self.rejected),
            "problems": [row.to_dict() for row in self.rejected],
        }


async def import_areas(
    registry: RegistryStore, content: bytes, datum: Datum, *, is_csv: bool
) -> ImportedAreas:
    """Put every good area, all in one transaction; a code that comes twice counts once."""
    imported = ImportedAreas()
    good: dict[str, Area] = {}
    found = _areas_of_table(content) if is_csv else _areas_of_features(content, datum)
    for pointer, area in found:
        if isinstance(area, Problem):
            imported.rejected.append(RejectedRow(area))
        elif area.area_code in good:
            told = f"{area.area_code} ({area.name}) stands in the file twice"
            problem = Problem("bad-field", told, pointer)
            imported.rejected.append(RejectedRow(problem, area.area_code))
        else:
            good[area.area_code] = area
    imported.changed = await registry.put_areas(list(good.values())) if good else 0
    imported.unchanged = len(good) - imported.changed
    return imported


def _areas_of_table(content: bytes) -> Iterator[tuple[str, Area | Problem]]:
    for line, cells in read_table(content):
        yield f"/lines/{line}", read_area_row(cells, f"/lines/{line}")


def _areas_of_features(content: bytes, datum: Datum) -> Iterator[tuple[str, Area | Problem]]:
    for index, feature in enumerate(features_of(content)):
        pointer = f"/features/{index}"
        yield pointer, read_area_feature(feature, datum, pointer)

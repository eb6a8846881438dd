"""The occupancy log's own words: one CSV of `SystemCodeNumber,Capacity,Occupancy,LastUpdated`."""

import csv
from collections.abc import Iterator
from pathlib import Path

COLUMNS = ("SystemCodeNumber", "Capacity", "Occupancy", "LastUpdated")


def is_occupancy_log(path: Path) -> bool:
    """Tell by the header line whether this is such a file."""
    with path.open(encoding="utf-8-sig", newline="", errors="replace") as text:
        return next(csv.reader(text), []) == list(COLUMNS)


def rows(path: Path) -> Iterator[dict[str, str]]:
    """Yield the rows in file order."""
    with path.open(encoding="utf-8-sig", newline="") as text:
        yield from csv.DictReader(text)

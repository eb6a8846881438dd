"""The change log's own words: `lots.csv` and `changes.csv(.gz)`, a row per change of a count."""

import csv
import gzip
from collections.abc import Iterator
from io import TextIOWrapper
from pathlib import Path
from typing import IO

LOT_FILE = "lots.csv"
CHANGE_FILES = ("changes.csv.gz", "changes.csv")
LOT_COLUMNS = frozenset({"place_id", "place_name", "num_all"})
CHANGE_COLUMNS = frozenset({"timestamp_utc", "place_id", "free"})


def change_file(folder: Path) -> Path | None:
    """Return the change log in `folder`, None where there is none."""
    return next((folder / name for name in CHANGE_FILES if (folder / name).is_file()), None)


def open_text(path: Path) -> IO[str]:
    """Open plain or gzipped text as UTF-8, a byte-order mark allowed."""
    if path.suffix == ".gz":
        return TextIOWrapper(gzip.open(path, "rb"), encoding="utf-8-sig", newline="")
    return path.open(encoding="utf-8-sig", newline="")


def rows(path: Path, columns: frozenset[str]) -> Iterator[dict[str, str]]:
    """Yield the rows of a CSV file; ValueError names the columns that are missing."""
    with open_text(path) as text:
        reader = csv.DictReader(text)
        missing = columns - set(reader.fieldnames or ())
        if missing:
            raise ValueError(f"{path.name}: missing columns {', '.join(sorted(missing))}")
        yield from reader

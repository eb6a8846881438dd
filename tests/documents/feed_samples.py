"""Checks every recorded sample as `onelot check` does, and tells what came of it as a table.

`python -m tests.documents.feed_samples` writes docs/feeds/samples.md anew.
"""

import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Final

from ingest.check.checked import Checked
from ingest.check.checking import check
from ingest.check.reading import ReadAs
from ingest.formats.form import Terms
from parking.draft_reading import DraftRules

SAMPLES: Final = Path(__file__).resolve().parents[3] / "shared" / "data" / "feeds"
PAGE: Final = Path(__file__).resolve().parents[2] / "docs" / "feeds" / "samples.md"
SERIES: Final = "frankfurt-datex2-series"
NOW_US: Final = 1_795_000_000_000_000
NO_PAYLOAD: Final = frozenset({".md"})
PROBLEMS_TOLD: Final = 4
HEAD: Final = """# Recorded samples, checked

What `onelot check` says of payloads that were recorded or published elsewhere, file by file:
[generated](../../tests/documents/feed_samples.py), and held against the files by a test. Problems
in **bold** kept records out; the others are hints beside what got in. Values are
counts, states of bays, and whether a lot is open; the series counts once.
[中文说明](README.zh.md)

| file | format | lots | values | refused | problems |
|---|---|--:|--:|--:|---|
"""


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the table."""

    file: str
    format: str | None
    lots: int
    values: int
    refused: int
    told: str

    def line(self) -> str:
        counts = f"{self.lots} | {self.values} | {self.refused}"
        return f"| {self.file} | {self.format or '–'} | {counts} | {self.told} |"


def sample_files() -> Iterator[Path]:
    """Yield the files of the folder that are payloads, in order; of the series none."""
    for file in sorted(SAMPLES.rglob("*")):
        is_payload = file.is_file() and file.suffix not in NO_PAYLOAD
        if is_payload and SERIES not in file.parts and not file.name.startswith("LICEN"):
            yield file


def series_files() -> list[Path]:
    return sorted((SAMPLES / SERIES).glob("*.xml"))


def checked(file: Path) -> Checked:
    return check(file.read_bytes(), ReadAs(Terms()), DraftRules(), NOW_US, name=file.name)


@cache
def row_of(file: Path) -> Row:
    """Check one file."""
    found = checked(file)
    name = file.relative_to(SAMPLES).as_posix()
    counts = found.accepted_lots, found.accepted_values, found.rejected
    return Row(name, found.format, *counts, _told(found))


def series_row(files: Sequence[Path]) -> Row:
    """Check every file of the series, and tell of all as one."""
    found = [checked(file) for file in files]
    formats = {one.format for one in found}
    assert len(formats) == 1, formats
    return Row(
        f"{SERIES}/ ({len(files)} files)",
        formats.pop(),
        max(one.accepted_lots for one in found),
        sum(one.accepted_values for one in found),
        sum(one.rejected for one in found),
        _told(found[0]),
    )


def _told(found: Checked) -> str:
    if found.lacks is not None:
        return found.lacks.en.replace("|", "\\|")
    blocks = {problem.code for problem in found.problems if problem.kind.blocks}
    counted = [
        f"**{code}** {times}" if code in blocks else f"{code} {times}"
        for code, times in found.counted()
    ]
    more = ["…"] if len(counted) > PROBLEMS_TOLD else []
    return ", ".join(counted[:PROBLEMS_TOLD] + more)


def page() -> str:
    """Return the whole page."""
    rows = [row_of(file) for file in sample_files()]
    return HEAD + "\n".join(row.line() for row in [series_row(series_files()), *rows]) + "\n"


if __name__ == "__main__":
    if not SAMPLES.is_dir():
        sys.exit(f"no recorded samples at {SAMPLES}")
    PAGE.write_text(page(), encoding="utf-8")

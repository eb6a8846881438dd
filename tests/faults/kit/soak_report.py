"""The report of the long runs: each writes its own section of docs/soak.md, between its marks."""

import fcntl
import os
import re
from collections.abc import Mapping
from pathlib import Path

import pytest

REPORT_VARIABLE = "ONELOT_SOAK_REPORT"
WHOLE_FROM = 1_000
"""Figures from here on are shown without decimals."""
HEADING = """# The long runs

What `make soak` found when it was last run. Every section is written by the run it tells of.
"""


class SoakReport:
    """Takes the figures of one long run; call it before the run is judged."""

    def __init__(self, file: Path | None) -> None:
        self._file = file

    def add(
        self,
        title: str,
        figures: Mapping[str, object],
        *,
        verdict: str,
        conditions: str,
    ) -> None:
        """Write the section `title`; another run of the same title replaces it."""
        section = _section(title, figures, verdict, conditions)
        print(section)  # noqa: T201 - the test's own output, whether or not there is a file
        if self._file is not None:
            _put(self._file, _slug(title), section)


@pytest.fixture
def soak_report() -> SoakReport:
    """Writes to the file that `make soak` names; without one the section is only printed."""
    named = os.environ.get(REPORT_VARIABLE)
    return SoakReport(Path(named) if named else None)


def _section(title: str, figures: Mapping[str, object], verdict: str, conditions: str) -> str:
    rows = "\n".join(f"| {name} | {_shown(value)} |" for name, value in figures.items())
    return (
        f"## {title}\n\n**{verdict}**\n\n| figure | value |\n|---|---|\n{rows}\n\n"
        f"Conditions: {conditions}\n"
    )


def _shown(value: object) -> str:
    if isinstance(value, int) and not isinstance(value, bool):
        return f"{value:,}"
    if isinstance(value, float):
        return f"{value:.3g}" if abs(value) < WHOLE_FROM else f"{value:,.0f}"
    return str(value)


def _slug(title: str) -> str:
    return re.sub(r"[^a-z0-9]+", "-", title.lower()).strip("-")


def _put(file: Path, slug: str, section: str) -> None:
    """Replace the text between the marks, or add it at the end; safe beside other runs."""
    begin, end = f"<!-- soak:{slug} -->", f"<!-- /soak:{slug} -->"
    with file.open("a+", encoding="utf-8") as held:
        fcntl.flock(held, fcntl.LOCK_EX)
        held.seek(0)
        text = held.read() or HEADING
        marked = f"{begin}\n{section}{end}\n"
        found = re.compile(re.escape(begin) + ".*?" + re.escape(end) + "\n", re.DOTALL)
        replaced, count = found.subn(lambda _: marked, text)
        held.seek(0)
        held.truncate()
        held.write(replaced if count else f"{text}\n{marked}")

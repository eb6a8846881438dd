"""Reads areas from CSV: codes, names and parents; without outlines, as lists of streets come."""

from collections.abc import Mapping
from typing import Final

from ingest.registry.area_codes import checked_code, level_of
from parking.draft_findings import Findings
from parking.draft_text import read_text
from parking.ports import Area
from parking.problems import Problem

_PARENT_COLUMNS: Final = ("parent_code", "parent", "streetCode", "areaCode", "cityCode")


def read_area_row(cells: Mapping[str, str], pointer: str) -> Area | Problem:
    """Read one row; the parent is the nearest above it that the row names."""
    findings = Findings(pointer)
    code = checked_code(cells.get("area_code") or _split_code(cells))
    level = level_of(cells.get("level"), code)
    name = read_text(cells, "name", findings, required=True)
    if code is None or level is None:
        findings.add("bad-field", "code", "an area needs a code of 6, 9 or 12 digits, or a level")
    if findings.problems or code is None or name is None or level is None:
        return findings.problems[0]
    parents = (checked_code(cells.get(column)) for column in _PARENT_COLUMNS)
    return Area(
        area_code=code,
        level=level,
        name=name,
        name_en=read_text(cells, "name_en", findings),
        parent_code=next((parent for parent in parents if parent and parent != code), None),
        outline=None,
        label_lat=None,
        label_lon=None,
    )


def _split_code(cells: Mapping[str, str]) -> str | None:
    """Join the code where the list keeps a street's own three digits in a column `town`."""
    code, town = cells.get("code"), cells.get("town")
    return code + town[:3] if code and town else code

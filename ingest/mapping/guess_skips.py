"""Rows that are not ours in a guessed mapping: tests, bicycles, kerbs where nobody may park."""

import re
from typing import Final

from ingest.mapping.assigning import Assigned
from ingest.mapping.candidates import Candidate
from ingest.mapping.column_checks import numbers_in
from ingest.mapping.column_names import affinity, normal
from ingest.mapping.model import Rule
from ingest.mapping.not_cars import is_bicycles
from ingest.mapping.values import text_of

_TESTS: Final = re.compile(
    r"reserve|test|testparkhaus|testparkplatz|test[ _-].*|virtuell.*|dummy.*|demo|测试.*|測試.*",
    re.IGNORECASE,
)
_SUMS: Final = re.compile(
    r"合计|合計|总计|總計|小计|小計|共计|共計|total|totals|sum|grand total|summe|gesamt|insgesamt",
    re.IGNORECASE,
)
_PURPOSES: Final = ("purpose", "zweck", "zweck der anlage", "traffic type", "traffictyp",
                    "vehicle type", "data type", "用途", "车辆类型", "車種")  # fmt: skip
_NO_PARKING: Final = re.compile(r"kein parkplatz|no parking|taxi|禁停|出租车|計程車", re.IGNORECASE)


def skips_of(candidate: Candidate, assigned: Assigned) -> tuple[Rule, ...]:
    """Return rules for the rows that are tests, and for those that are for bicycles."""
    rules: list[Rule] = []
    name = assigned.fields.get("name")
    if name is not None:
        texts = {text_of(value, ()) or "" for value in candidate.columns.values[name]}
        tests = sorted(text for text in texts if _TESTS.fullmatch(text))
        if tests:
            rules.append(Rule(name, tuple(tests), "test-object"))
    rules += _sums(candidate, assigned)
    for column, values in sorted(candidate.columns.values.items()):
        words = normal(column.rpartition("/")[2])
        if affinity(column, "structure") < 0.9 and words not in _PURPOSES:  # noqa: PLR2004
            continue
        texts = {value for value in values if isinstance(value, str)}
        bikes = sorted(text for text in texts if is_bicycles(text) or _NO_PARKING.match(text))
        if bikes and len(bikes) < len(texts):
            rules.append(Rule(column, tuple(bikes), "not-parking"))
    if candidate.is_lines and "general" in assigned.counts.get("capacity", {}):
        # A survey of kerbs lists those too where nobody may park.
        column = assigned.counts["capacity"]["general"]
        if 0.0 in numbers_in(candidate.columns.values[column]):
            rules.append(Rule(column, ("0", "0.0"), "not-parking"))
    return tuple(rules)


def _sums(candidate: Candidate, assigned: Assigned) -> list[Rule]:
    """Return rules for the rows below a table that add up those above."""
    rules = []
    for field in ("lot_id", "name"):
        column = assigned.fields.get(field)
        if column is not None:
            texts = {text_of(value, ()) or "" for value in candidate.columns.values[column]}
            sums = sorted(text for text in texts if _SUMS.fullmatch(text.strip()))
            rules += [Rule(column, tuple(sums), "aggregate")] if sums else []
    return rules

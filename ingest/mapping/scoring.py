"""How likely records are lots at all, and what they lack where they hardly are."""

import re
from typing import Final

from ingest.mapping.assigning import Assigned
from ingest.mapping.candidates import Candidate
from ingest.mapping.model import Mapping
from parking.words import Words

BEST: Final = 0.88
ENOUGH: Final = 0.6
_PARKING: Final = re.compile(
    r"park(?!inson)|garage|stellpl|停车|停車|泊位|车位|車位|tiefgarage|kerb|curb|carpark",
    re.IGNORECASE,
)
_LIVE: Final = ("free", "occupied", "occupancy")
_FEW_COLUMNS: Final = 4
_NOT_NAMED: Final = Words(
    "有数值，但没有可作停车场标识或名称的列；可在映射文件中写 lot_id",
    "there are counts, but no column that tells lots apart; name one as lot_id in a mapping file",
)
_NO_COUNT: Final = Words(
    "有名称和位置，但没有泊位数、空位数或任何与停车有关的字样；若确为停车场，请用映射文件说明",
    "names and places, but no capacity, no count and no word of parking; where they are car parks, "
    "say so in a mapping file",
)
_NOTHING: Final = Words(
    "没有可识别的停车场列（标识、名称、位置、泊位数、空位数）；请写映射文件",
    "no column is known (id, name, position, capacity, free spaces); write a mapping file",
)


def score_of(
    candidate: Candidate, mapping: Mapping, assigned: Assigned
) -> tuple[float, Words | None]:
    """Return the score, at most `BEST`, and what is missing where it is not enough."""
    is_named = "lot_id" in mapping.fields
    is_placed = _is_placed(candidate, mapping)
    parking = _says_parking(candidate)
    if mapping.rows == "bays":
        return (0.8 if is_placed or parking else 0.6), None
    if any(mapping.counts.get(name) for name in _LIVE):
        return _counted(assigned, is_named=is_named, is_parking=parking or is_placed)
    score = _described(candidate, mapping, assigned, is_placed=is_placed, parking=parking)
    if is_named and score:
        return score, (None if score >= ENOUGH else _NO_COUNT)
    if is_named and is_placed:
        return 0.4, _NO_COUNT
    return (0.2 if is_named or is_placed else 0.1), _NOTHING


def _described(
    candidate: Candidate, mapping: Mapping, assigned: Assigned, *, is_placed: bool, parking: bool
) -> float:
    """Score descriptions without counts; 0 where they may be of anything."""
    if mapping.counts.get("capacity") and (is_placed or parking):
        return 0.8 if parking else 0.7
    # A lone object with a position may be a message about anything.
    is_list = candidate.columns.total > 1 or candidate.shape != "json"
    if is_placed and parking:
        return 0.66 if is_list else 0.45
    if parking and is_list and "state" in mapping.fields:
        return 0.62
    return 0.6 if is_placed and is_bare(candidate, assigned) else 0.0


def _counted(assigned: Assigned, *, is_named: bool, is_parking: bool) -> tuple[float, Words | None]:
    if not is_named:
        return 0.5, _NOT_NAMED
    columns = [column for name in _LIVE for column in assigned.counts.get(name, {}).values()]
    # Without a column of its own the count is part of a text, which is seen by its form.
    surest = max((assigned.sureness[column] for column in columns), default=1.0)
    has_capacity = bool(assigned.counts.get("capacity"))
    if not (is_parking or has_capacity) or (not has_capacity and surest < 0.6):  # noqa: PLR2004
        return 0.55, _NO_COUNT
    return min(BEST, 0.6 + 0.2 * surest + 0.1 * has_capacity), None


def _is_placed(candidate: Candidate, mapping: Mapping) -> bool:
    fields = mapping.fields
    return candidate.has_geometry or {"lat", "lon"} <= fields.keys() or "position" in fields


def is_bare(candidate: Candidate, assigned: Assigned) -> bool:
    """Nothing but an id, a name and a place: a list that somebody made to hand in."""
    columns = set(candidate.columns.values)
    is_named = bool({"lot_id", "name"} & assigned.fields.keys())
    return is_named and len(columns) <= _FEW_COLUMNS and columns <= set(assigned.fields.values())


def _says_parking(candidate: Candidate) -> bool:
    if any(_PARKING.search(name) for name in candidate.names):
        return True
    if any(_PARKING.search(name) for name in candidate.columns.values):
        return True
    texts = [
        value
        for values in candidate.columns.values.values()
        for value in values[:20]
        if isinstance(value, str) and len(value) <= 120  # noqa: PLR2004
    ]
    return any(_PARKING.search(text) for text in texts)

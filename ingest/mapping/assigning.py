"""Which column is which field: by name and by what stands in it, the surest pair first."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Final

from ingest.mapping import column_checks as checks
from ingest.mapping.candidates import Candidate
from ingest.mapping.column_names import affinity, class_of, normal
from ingest.mapping.records import KEY
from ingest.mapping.synonyms import SYNONYMS
from ingest.mapping.values import text_of

_CHECKS: Final[dict[str, Callable[[checks.Values], float]]] = {
    "free": checks.frees, "capacity": checks.counts, "occupied": checks.counts,
    "occupancy": checks.shares, "lot_id": checks.ids, "name": checks.names,
    "name_en": checks.names, "address": checks.names, "lat": checks.latitudes,
    "lon": checks.longitudes, "position": checks.positions, "observed_at": checks.moments,
    "state": checks.words_of("state"), "space_code": checks.ids,
    "status": checks.words_of("status"), "space_class": checks.words_of("space_class"),
    "max_height": checks.heights, "structure": checks.words_of("structure"),
    "opening_hours": checks.hours, "always": checks.flags, "weekdays_from": checks.ids,
    "weekdays_to": checks.ids, "saturday_from": checks.ids, "saturday_to": checks.ids,
    "sunday_from": checks.ids, "sunday_to": checks.ids, "trend": checks.ids,
}  # fmt: skip
_COUNTED: Final = frozenset({"free", "capacity", "occupied", "occupancy"})
_LEAST: Final = {"free": 0.5, "state": 0.5, "position": 0.5, "observed_at": 0.5, "address": 0.5}
_ENOUGH: Final = 0.45
_NOT_COUNTS: Final = frozenset({
    "stay", "duration", "parkdauer", "height", "hoehe", "hei", "width", "time", "fee", "price",
    "depth", "url", "preis", "gebuehr", "zeit", "id", "uid", "color", "minutes", "min", "code",
    "percent", "prozent", "trend", "lat", "lon", "nr", "level", "floors", "year", "date",
})  # fmt: skip
_STATISTICS: Final = frozenset({"max", "p995", "p99", "p95", "avg", "mean", "median", "std"})
_NOT_NOW: Final = ("creat", "insert", "static", "stammdaten", "valid", "begin", "end", "start",
                   "construction", "pruef", "duration", "download")  # fmt: skip
_NESTED: Final = 0.92
_FLAG: Final = 0.9
_OWN_TIME: Final = 0.3
_CLOSED: Final = ("closed", "geschlossen", "cerrado", "关闭", "關閉")
_OPEN: Final = ("open", "geoeffnet", "abierto", "开放", "開放", "营业", "營業")
_UNIQUE: Final = 0.95
_ORDER: Final = 0.0005


@dataclass(slots=True)
class Assigned:
    """Columns by field, by counted field and class of spaces, and how sure each is."""

    fields: dict[str, str] = field(default_factory=dict)
    counts: dict[str, dict[str, str]] = field(default_factory=dict)
    sureness: dict[str, float] = field(default_factory=dict)
    before: dict[str, str] = field(default_factory=dict)
    """Columns that are looked at before another one, where they have a value."""


def assign(candidate: Candidate) -> Assigned:
    """Assign every field the column that fits it best; the order of columns does not matter."""
    pairs = sorted(_pairs(candidate), key=lambda pair: (-pair[0], pair[1], pair[2]))
    assigned = Assigned()
    taken: set[str] = set()
    for score, name, column in pairs:
        if column in taken:
            continue
        space_class = _class(candidate, column) if name in _COUNTED else None
        if name in _COUNTED:
            classes = assigned.counts.setdefault(name, {})
            if space_class == "other" or (space_class or "general") in classes:
                continue
            classes[space_class or "general"] = column
        elif name in assigned.fields:
            continue
        else:
            assigned.fields[name] = column
        taken.add(column)
        assigned.sureness[column] = score
    return assigned


def fits(name: str, value: object) -> bool:
    """Tell whether a single value can be what the field takes."""
    return _CHECKS[name]([value]) > 0


def _pairs(candidate: Candidate) -> list[tuple[float, str, str]]:
    found = []
    for column, values in candidate.columns.values.items():
        for name in SYNONYMS:
            score = named(candidate, column, name)
            if score < _LEAST.get(name, _ENOUGH):
                continue
            check = _check_state(candidate, column) if name == "state" else _CHECKS[name]
            score *= check(values) * _fitting(candidate, name, values)
            if score >= _LEAST.get(name, _ENOUGH) * 0.8:
                found.append((score, name, column))
    return found


def named(candidate: Candidate, column: str, name: str) -> float:
    """Tell how much the column's name means the field, its alias and its path considered."""
    if column == KEY:
        return 0.8 if name == "lot_id" else 0.0
    way = candidate.columns.steps[column]
    last, path = way[-1].removeprefix("../"), " ".join(way)
    names = [last, candidate.aliases.get(last, last)]
    depth = len(way) - 1
    score = max(_ordered(one, name) for one in names) * _NESTED**depth
    if name in _COUNTED:
        whole = " ".join(names) if depth == 0 else path
        score = max(score, affinity(whole, name) * _NESTED)
        words = set(normal(whole).split())
        if words & _NOT_COUNTS or (name != "capacity" and words & _STATISTICS):
            return 0.0
        if class_of(whole) not in (None, "other") and score:
            score = max(score, _ENOUGH)
    if name == "observed_at" and any(part in normal(path) for part in _NOT_NOW):
        return 0.0
    return score


def _check_state(candidate: Candidate, column: str) -> Callable[[checks.Values], float]:
    """Take words; or yes and no, where the name says whether they are of open or of closed."""
    if says_open_or_closed(candidate, column) is None:
        return _CHECKS["state"]
    return lambda values: max(_CHECKS["state"](values), _FLAG * checks.flags(values))


def says_open_or_closed(candidate: Candidate, column: str) -> bool | None:
    """Tell which of the two the column's name is about: True open, None neither."""
    last = candidate.columns.steps[column][-1]
    words = normal(f"{last} {candidate.aliases.get(last, '')}")
    if any(part in words for part in _CLOSED):
        return False
    return True if any(part in words for part in _OPEN) else None


def _ordered(column: str, name: str) -> float:
    """Prefer, of two exact names, the one that stands first among the synonyms."""
    score = affinity(column, name)
    if score < 1.0:
        return score
    words = normal(column).replace(" ", "")
    places = (i for i, one in enumerate(SYNONYMS[name]) if one.replace(" ", "") == words)
    # A sensor's own time is worth more than when its record was last touched.
    own = _OWN_TIME if name == "observed_at" and words in {"measuredat", "observedat"} else 0.0
    return 1.0 - _ORDER * next(places, 0) + own


def _fitting(candidate: Candidate, name: str, values: Sequence[object]) -> float:
    """Weigh how full a column is and, of ids, whether they tell records apart."""
    filled = len(values) / max(candidate.columns.total, 1)
    if name in {"lot_id", "space_code"}:
        texts = [text_of(value, ()) for value in values]
        distinct = len(set(texts)) / max(len(texts), 1)
        unique = 1.0 if distinct >= _UNIQUE else 0.8
        return unique * (1.0 if filled >= 0.9 else 0.6)  # noqa: PLR2004
    if name == "occupancy":
        return _NESTED  # Whole numbers under such a name are counts sooner than shares.
    if name in {"name", "capacity"}:
        return 1.0 if filled >= 0.5 else 0.85  # noqa: PLR2004
    return 1.0


def _class(candidate: Candidate, column: str) -> str | None:
    way = candidate.columns.steps[column]
    return class_of(" ".join((*way, candidate.aliases.get(way[-1], ""))))

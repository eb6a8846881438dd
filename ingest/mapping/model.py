"""Mapping: how one feed's columns become our fields, as a small TOML file says it."""

from collections.abc import Mapping as Members
from dataclasses import dataclass, field
from typing import Final, Literal, get_args

from geo.datum import Datum
from parking.vocabulary import LAND_USES, LOT_CLASSES, SPACE_CLASSES, STRUCTURES, SpaceClass

Shape = Literal["table", "json", "geojson", "xml"]
RowKind = Literal["lots", "counts", "both", "bays"]
Counted = Literal["capacity", "free", "occupied", "occupancy"]

SHAPES: Final[tuple[Shape, ...]] = get_args(Shape)
ROW_KINDS: Final[tuple[RowKind, ...]] = get_args(RowKind)
COUNTED: Final[tuple[Counted, ...]] = get_args(Counted)

TEXT_FIELDS: Final = (
    "lot_id", "name", "name_en", "operator", "address", "opening_hours", "area_code", "timezone",
)  # fmt: skip
WORD_FIELDS: Final[dict[str, tuple[str, ...]]] = {
    "state": ("open", "closed", "full", "no_data", "neutral"),
    "status": ("free", "occupied", "unknown"),
    "space_class": SPACE_CLASSES,
    "lot_class": LOT_CLASSES,
    "structure": STRUCTURES,
    "land_use": LAND_USES,
    "has_gate": ("true", "false"),
}
"""Fields whose values are words: theirs become one of ours. `neutral` says nothing of either."""
OTHER_FIELDS: Final = (
    "lat", "lon", "position", "observed_at", "serial", "space_code", "max_height",
    "free_minutes", "price_per_hour", "day_cap",
)  # fmt: skip
FIELDS: Final = (*TEXT_FIELDS, *WORD_FIELDS, *OTHER_FIELDS)
HOURS: Final = (
    "always", "weekdays_from", "weekdays_to", "saturday_from", "saturday_to", "sunday_from",
    "sunday_to",
)  # fmt: skip
UNITS: Final[dict[str, tuple[str, ...]]] = {
    "height": ("m", "cm", "mm", "ft", "in"),
    "occupancy": ("percent", "ratio"),
    "money": ("yuan", "fen"),
    "time": ("any", "seconds", "milliseconds"),
}
CONSTANTS: Final = (
    "operator", "address", "area_code", "timezone", "opening_hours", "space_class", "lot_class",
    "structure", "land_use", "has_gate", "max_height",
)  # fmt: skip
REASONS: Final = ("not-parking", "aggregate", "test-object", "ignored-part")


@dataclass(frozen=True, slots=True)
class Pick:
    """Where a value stands: a column, several joined, or the first of several that is there.

    `split` and `part` (from 1) take a piece of the text. `cell` is none of these: the H3 cell of
    that resolution in which the record lies, to make lots of scattered bays.
    """

    columns: tuple[str, ...] = ()
    join: str | None = " "
    """None: the first that is there."""
    split: str = ""
    part: int = 1
    cell: int | None = None


@dataclass(frozen=True, slots=True)
class Rule:
    """Records whose column has one of the words, in any case; for `skip`, also why."""

    column: str
    words: tuple[str, ...]
    why: str = "ignored-part"


@dataclass(frozen=True, slots=True)
class Mapping:
    """The whole file. What is empty is left to the payload, or to what the feed is told beside."""

    shape: Shape
    rows: RowKind
    title: str = ""
    list_path: str = ""
    """JSON and XML: where the records stand, `*` for every member on the way."""
    sheet: str = ""
    published_at: str = ""
    zone: str = ""
    coordsys: Datum | None = None
    crs: str = ""
    bbox: tuple[float, float, float, float] | None = None
    """West, south, east, north in the payload's datum: what lies outside is refused."""
    time_form: str = ""
    """As strptime takes it; empty: any of the usual ones."""
    missing: tuple[str, ...] = ()
    id_prefix: str = ""
    fields: Members[str, Pick] = field(default_factory=dict)
    counts: Members[Counted, Members[SpaceClass, Pick]] = field(default_factory=dict)
    hours: Members[str, Pick] = field(default_factory=dict)
    words: Members[str, Members[str, tuple[str, ...]]] = field(default_factory=dict)
    units: Members[str, str] = field(default_factory=dict)
    constants: Members[str, object] = field(default_factory=dict)
    only: tuple[Rule, ...] = ()
    skip: tuple[Rule, ...] = ()

"""Our names of what a profile may say that a message holds: per kind, which there are."""

from typing import Final, Literal, get_args

from geo.datum import DATUMS
from parking.vocabulary import LAND_USES, LOT_CLASSES, REPORT_KINDS, SPACE_CLASSES, STRUCTURES

MessageKind = Literal[
    "entry", "exit", "passage", "session", "vacancy", "space", "lot", "curb_segment", "heartbeat",
    "correction", "void", "ignored",
]  # fmt: skip
MESSAGE_KINDS: Final[tuple[MessageKind, ...]] = get_args(MessageKind)

_COMMON: Final = frozenset({
    "lot_id", "record_serial", "observed_at", "sent_at", "epoch", "seq", "is_backfill",
})  # fmt: skip
_MOVEMENT: Final = frozenset({
    "plate", "plate_color", "vehicle_class", "user_class", "lane_id", "space_code", "space_class",
    "free_after", "capacity", "amount_due", "amount_paid", "amount_discount",
})  # fmt: skip
_LOT: Final = frozenset({
    "name", "name_en", "address", "lat", "lon", "end_lat", "end_lon", "coordsys", "area_code",
    "max_height_m", "opening_hours", "hours", "hours_from", "hours_to", "structure", "lot_class",
    "land_use", "is_open", "free", "capacity", "entrances", "entrance_lat", "entrance_lon",
    "entrance_name",
})  # fmt: skip
_TARGET: Final = frozenset({"target_serial", "target_kind", "target_observed_at", "reason"})

FIELDS: Final[dict[MessageKind, frozenset[str]]] = {
    "entry": _COMMON | _MOVEMENT,
    "exit": _COMMON | _MOVEMENT,
    "passage": _COMMON | _MOVEMENT | {"direction"},
    "session": (_COMMON | _MOVEMENT | {"entered_at", "left_at", "entry_lane_id", "exit_lane_id"})
    - {"observed_at", "lane_id"},
    "vacancy": _COMMON | {"free", "occupied", "capacity", "space_class"},
    "space": _COMMON | {"space_code", "status", "space_class"},
    "lot": _COMMON | _LOT,
    "curb_segment": _COMMON | _LOT,
    "heartbeat": _COMMON,
    "correction": _COMMON | _MOVEMENT | _TARGET | {"status", "corrected_at"},
    "void": _COMMON | _TARGET,
    "ignored": _COMMON,
}
NEEDED: Final[dict[MessageKind, frozenset[str]]] = {
    "entry": frozenset({"lot_id", "observed_at"}),
    "exit": frozenset({"lot_id", "observed_at"}),
    "passage": frozenset({"lot_id", "observed_at", "direction"}),
    "session": frozenset({"lot_id", "entered_at"}),
    "vacancy": frozenset({"lot_id"}),
    "space": frozenset({"lot_id", "space_code", "status"}),
    "lot": frozenset({"lot_id", "name"}),
    "curb_segment": frozenset({"lot_id", "name"}),
    "heartbeat": frozenset({"lot_id"}),
    "correction": frozenset({"lot_id", "target_serial"}),
    "void": frozenset({"lot_id", "target_serial"}),
    "ignored": frozenset(),
}
"""What a message of a kind cannot do without, so that a profile must say where it stands."""

WORD_TABLES: Final = frozenset({
    "plate_color", "vehicle_class", "user_class", "space_class", "status", "direction",
    "target_kind", "is_backfill", "is_open", "coordsys", "lot_class", "structure", "land_use",
})  # fmt: skip
"""Fields whose values a profile translates, value by value."""
RESULTS: Final[dict[str, tuple[str, ...]]] = {
    "space_class": SPACE_CLASSES,
    "status": ("free", "occupied", "unknown"),
    "direction": ("entry", "exit"),
    "target_kind": REPORT_KINDS,
    "is_backfill": ("true", "false"),
    "is_open": ("true", "false"),
    "coordsys": DATUMS,
    "lot_class": LOT_CLASSES,
    "structure": STRUCTURES,
    "land_use": LAND_USES,
}
"""What the words of a table may become; the others become whatever is written."""

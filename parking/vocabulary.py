"""The field's words as closed types: space classes, lot classes, report kinds, states. No rules."""

from typing import Final, Literal, get_args

SpaceClass = Literal[
    "general", "charging", "accessible", "shared", "reserved", "monthly", "loading", "motorcycle"
]
LotClass = Literal["public_offstreet", "attached", "onstreet", "temporary", "dedicated"]
Structure = Literal["surface", "underground", "ramp_garage", "mechanical", "onstreet"]
LandUse = Literal[
    "residential", "office", "government", "hospital", "school", "mall", "transport_hub",
    "scenic", "venue", "park_and_ride", "restaurant", "industrial", "other",
]  # fmt: skip
ReportKind = Literal[
    "snapshot", "entry", "exit", "totals", "space", "heartbeat", "correction", "void", "closure"
]
SpaceStatus = Literal["free", "occupied", "unknown"]
LotState = Literal["open", "full", "closed", "unknown"]
ValueKind = Literal["measured", "derived", "expected", "declared", "unknown"]
Freshness = Literal["live", "aging", "stale", "unknown"]
Trend = Literal["filling", "steady", "emptying", "unknown"]
Flag = Literal[
    "suspect", "frozen", "inverted", "drifting", "flapping", "offline", "backfilling", "aggregate"
]
Role = Literal["anonymous", "driver", "owner", "operator", "planner", "admin"]
KeyRole = Literal["owner", "operator", "planner", "admin"]
AreaLevel = Literal["city", "district", "subdistrict", "community", "grid"]

SPACE_CLASSES: Final[tuple[SpaceClass, ...]] = get_args(SpaceClass)
LOT_CLASSES: Final[tuple[LotClass, ...]] = get_args(LotClass)
STRUCTURES: Final[tuple[Structure, ...]] = get_args(Structure)
LAND_USES: Final[tuple[LandUse, ...]] = get_args(LandUse)
REPORT_KINDS: Final[tuple[ReportKind, ...]] = get_args(ReportKind)
KEY_ROLES: Final[tuple[KeyRole, ...]] = get_args(KeyRole)
FLAGS: Final[tuple[Flag, ...]] = get_args(Flag)

KIND_CODE: Final[dict[ReportKind, int]] = {kind: code for code, kind in enumerate(REPORT_KINDS, 1)}
"""`report_log.kind`: stable numbers, only ever appended to."""

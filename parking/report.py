"""Report: what a source claims, one closed type per kind, as decoded from the wire.

It knows the shapes of the contract's reports and their types; whether a claim is plausible is
`parking.plausibility`, who claimed it is the credential's business.
"""

from datetime import datetime
from typing import Annotated, ClassVar, Final, get_args

from msgspec import Meta, Struct, field

from parking.clock import to_us
from parking.vocabulary import ReportKind, SpaceClass, SpaceStatus

MAX_ITEMS: Final = 1_000
PAYLOAD_KEEPS_OUT: Final = frozenset(
    {"lot_id", "record_serial", "observed_at", "sent_at", "is_backfill", "epoch", "seq"}
)
"""Fields that say which report this is and how it travelled; the rest is its content."""

Serial = Annotated[str, Meta(min_length=1, max_length=128)]
Instant = Annotated[datetime, Meta(tz=True)]
Code = Annotated[str, Meta(min_length=1, max_length=64)]
Word = Annotated[str, Meta(max_length=128)]
Cumulative = Annotated[int, Meta(ge=0, le=2**53)]


class Space(Struct, omit_defaults=True, gc=False):
    """One class of a snapshot: `free`, or `occupied` with the capacity it is out of."""

    space_class: SpaceClass = "general"
    free: int | None = None
    occupied: int | None = None
    capacity: int | None = None


class Lane(Struct, omit_defaults=True, gc=False):
    """Cumulative counters of one lane."""

    in_total: Cumulative
    out_total: Cumulative
    lane_id: Code = "1"


class Target(Struct, omit_defaults=True, gc=False):
    """The record that a correction or void means; `observed_at` where serials repeat."""

    record_serial: Serial
    kind: ReportKind | None = None
    observed_at: Instant | None = None


class Base(Struct, kw_only=True, tag_field="kind", gc=False):
    """What every report has."""

    kind: ClassVar[ReportKind]
    lot_id: Annotated[str, Meta(min_length=1, max_length=96)]
    record_serial: Serial
    observed_at: Instant
    sent_at: Instant | None = None
    epoch: Annotated[int, Meta(ge=0, le=2**63 - 1)] | None = None
    seq: Annotated[int, Meta(ge=0, le=2**63 - 1)] | None = None
    is_backfill: bool = False

    @property
    def observed_us(self) -> int:
        return to_us(self.observed_at)


class Snapshot(Base, tag="snapshot"):
    """Absolute counts per space class."""

    kind: ClassVar[ReportKind] = "snapshot"
    spaces: Annotated[list[Space], Meta(max_length=32)]


class Movement(Base):
    """One vehicle passed a gate."""

    space_class: SpaceClass = "general"
    free_after: int | None = None
    lane_id: Code | None = None
    space_code: Code | None = None
    plate_hash: Word | None = None
    plate_color: Word | None = None
    vehicle_class: Word | None = None
    user_class: Word | None = None


class Entry(Movement, tag="entry"):
    """One vehicle in."""

    kind: ClassVar[ReportKind] = "entry"


class Exit(Movement, tag="exit"):
    """One vehicle out."""

    kind: ClassVar[ReportKind] = "exit"


class Totals(Base, tag="totals"):
    """Cumulative counters since the device's epoch began, of several lanes or, flat, of one."""

    kind: ClassVar[ReportKind] = "totals"
    space_class: SpaceClass = "general"
    lanes: Annotated[list[Lane], Meta(max_length=64)] | None = None
    lane_id: Code | None = None
    in_total: Cumulative | None = None
    out_total: Cumulative | None = None


class SpaceReport(Base, tag="space"):
    """The state of one bay."""

    kind: ClassVar[ReportKind] = "space"
    space_code: Code
    status: SpaceStatus
    space_class: SpaceClass | None = None


class Heartbeat(Base, tag="heartbeat"):
    """The source is alive and has nothing new to say."""

    kind: ClassVar[ReportKind] = "heartbeat"


class Correction(Base, tag="correction"):
    """New content for an earlier record; what is not given stays."""

    kind: ClassVar[ReportKind] = "correction"
    correction_of: Target | Serial
    spaces: Annotated[list[Space], Meta(max_length=32)] | None = None
    space_class: SpaceClass | None = None
    free_after: int | None = None
    status: SpaceStatus | None = None
    lanes: Annotated[list[Lane], Meta(max_length=64)] | None = None
    in_total: Cumulative | None = None
    out_total: Cumulative | None = None
    begins_at: Instant | None = field(default=None, name="from")
    ends_at: Instant | None = field(default=None, name="to")
    reason: Annotated[str, Meta(max_length=500)] | None = None


class Void(Base, tag="void"):
    """An earlier record never happened."""

    kind: ClassVar[ReportKind] = "void"
    void_of: Target | Serial
    reason: Annotated[str, Meta(max_length=500)] | None = None


class Closure(Base, tag="closure"):
    """The lot is closed, from `observed_at` and until it is voided where nothing else is said."""

    kind: ClassVar[ReportKind] = "closure"
    begins_at: Instant | None = field(default=None, name="from")
    ends_at: Instant | None = field(default=None, name="to")
    until: Instant | None = None
    reason: Annotated[str, Meta(max_length=500)] | None = None


Report = Snapshot | Entry | Exit | Totals | SpaceReport | Heartbeat | Correction | Void | Closure
KIND_TYPES: Final[dict[ReportKind, type[Report]]] = {kind.kind: kind for kind in get_args(Report)}

"""Terms of a sharing agreement: what is lent, when, to whom, for how much. Data and its wire form.

Read and checked by `terms_reading`; turned into windows of time by `windows`.
"""

from datetime import date
from typing import Final, Literal, TypeAlias, get_args

from msgspec import Struct

DayClass = Literal["workday", "weekend", "holiday"]
DAY_CLASSES: Final[tuple[DayClass, ...]] = get_args(DayClass)
DAY_MIN: Final = 1440
BUFFER_MIN: Final = 10
"""Minutes that a space stays blocked after a booking, where the agreement does not say."""


class Span(Struct, frozen=True):
    """Minutes of local wall time since midnight; `end_min` beyond 1,440 is on the next day."""

    start_min: int
    end_min: int


class Recurrence(Struct, frozen=True):
    """The part of RFC 5545 that is taken: the days on which a window begins."""

    rrule: str
    dtstart: date
    exdates: tuple[date, ...] = ()


class Window(Struct, frozen=True):
    """When spaces may be stayed in and, within that, when cars may come and go.

    It begins on every day of the classes in `days`, or else on the days of `recurrence`.
    """

    stay: Span
    movement: tuple[Span, ...]
    days: tuple[DayClass, ...] = ()
    recurrence: Recurrence | None = None


class VehicleLimits(Struct, frozen=True):
    """None: no limit."""

    max_height_m: float | None = None
    max_seats: int | None = None


class Price(Struct, frozen=True):
    """Free, or `fen` or `credits` (one of them) for each begun hour or for a visit."""

    unit: Literal["free", "hour", "visit"] = "free"
    fen: int = 0
    credits: int = 0

    @property
    def is_free(self) -> bool:
        return self.unit == "free"


class Notice(Struct, frozen=True):
    """`cancel_min`: until so many minutes before its start a driver cancels for nothing, and an
    owner revokes for nothing. `suspend_h`: so many hours ahead a suspension is announced.
    """

    cancel_min: int = 60
    suspend_h: int = 24


class Audience(Struct, frozen=True):
    """Who may book: all, or the members of a community, or those drivers."""

    community: str | None = None
    drivers: tuple[str, ...] = ()

    @property
    def is_open(self) -> bool:
        return self.community is None and not self.drivers


class Terms(Struct, frozen=True):
    """One agreement. `until` is its last day; one of `spaces` and `quota` is set."""

    lot_id: str
    first: date
    until: date
    windows: tuple[Window, ...]
    spaces: tuple[str, ...] | None = None
    quota: int | None = None
    vehicle: VehicleLimits = VehicleLimits()
    price: Price = Price()
    notice: Notice = Notice()
    audience: Audience = Audience()
    buffer_min: int = BUFFER_MIN

    @property
    def space_codes(self) -> tuple[str, ...]:
        """The codes of its spaces; places of a quota are Q1 to Qn."""
        if self.spaces is not None:
            return self.spaces
        return tuple(f"Q{number}" for number in range(1, (self.quota or 0) + 1))


Moments: TypeAlias = tuple[int, int]
"""From and to, microseconds since 1970 UTC, the end excluded."""


class OpenWindow(Struct, frozen=True):
    """One window of an agreement in time. `day`: the local day on which it begins.

    `is_provisional`: the class of that day has not been announced yet.
    """

    day: date
    stay: Moments
    movement: tuple[Moments, ...]
    is_provisional: bool = False

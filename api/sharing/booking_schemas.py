"""Shapes of bookings and drivers: what callers send, and what they are told."""

from datetime import datetime
from typing import Annotated, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Field

from api.dependencies import Moment
from parking.draft_text import plain
from parking.sharing.booking_states import BookingStatus
from parking.sharing.repeats import OCCURRENCES_MAX
from parking.sharing.terms import DayClass

Id = Annotated[str, Field(min_length=1, max_length=96, pattern="^[^\\x00]*$")]
Days = Annotated[list[DayClass], Field(min_length=1, max_length=3)]
ALL_DAYS: list[DayClass] = ["workday", "weekend", "holiday"]


class Body(BaseModel):
    """A body that takes what it names and nothing else."""

    model_config = ConfigDict(extra="forbid", populate_by_name=True)


class Span(Body):
    """One stay."""

    from_: Moment = Field(alias="from")
    to: Moment


class Repeat(Body):
    """The same hours on more days, `from` and `to` saying the first ones."""

    count: int = Field(ge=2, le=OCCURRENCES_MAX)
    days: Days = Field(default=ALL_DAYS, description="On days of these classes only")


class VehicleBody(Body):
    """What the car is like, where the space has limits."""

    height_m: float | None = Field(default=None, gt=0, le=6)
    seats: int | None = Field(default=None, ge=1, le=60)


class HoldBody(Body):
    """What is wanted: a lot (or an agreement, where the lot is not told) and a time, or times."""

    lot_id: Id | None = None
    agreement_id: Id | None = None
    space_code: Annotated[Id | None, Field(description="Any free space where it is absent")] = None
    from_: Moment | None = Field(default=None, alias="from")
    to: Moment | None = None
    occurrences: Annotated[list[Span], Field(min_length=2, max_length=OCCURRENCES_MAX)] | None = (
        Field(default=None, description="All of these or none")
    )
    repeat: Repeat | None = None
    plate: str = Field(min_length=1, max_length=32)
    vehicle: VehicleBody = VehicleBody()


class ConfirmBody(Body):
    """Nothing needs to be said."""


class CancelBody(Body):
    """How much of a series."""

    scope: Literal["one", "following", "all"] = "one"


class MoveBody(Body):
    """Which of the alternatives that a notice names, by its agreement."""

    agreement_id: Id


class RevokeBody(Body):
    """Why; the driver is told."""

    reason: Annotated[str, Field(min_length=1, max_length=200), AfterValidator(plain)]


class BookingAnswer(BaseModel):
    """A booking. Of a private space, where it is stays untold until it is confirmed."""

    booking_id: str
    status: BookingStatus
    lot_id: str | None = Field(description="null until confirmed, where the space is private")
    space_code: str | None = Field(description="null until confirmed, where the space is private")
    cell: str | None = Field(default=None, description="H3 cell of a private space")
    agreement_id: str
    series_id: str | None
    from_: datetime = Field(alias="from")
    to: datetime
    hold_expires_at: datetime | None = Field(description="null once it is not held any more")
    price_fen: int
    price_credits: int
    is_free: bool
    is_at_risk: bool = Field(description="The car before may not leave in time")
    moved_to: str | None = Field(description="The booking that took this one's place")
    has_gate: bool
    checked_in_at: datetime | None
    checked_out_at: datetime | None
    created_at: datetime


class SeriesAnswer(BaseModel):
    """Bookings made together; the prices are of all of them."""

    series_id: str
    status: BookingStatus
    hold_expires_at: datetime | None
    price_fen: int
    price_credits: int
    bookings: list[BookingAnswer]


class BookingPage(BaseModel):
    """A driver's own bookings, the newest first."""

    bookings: list[BookingAnswer]
    next_cursor: str | None


class DriverAnswer(BaseModel):
    """A new driver; the key is shown this once."""

    driver_id: str
    key: str


class OpenHours(BaseModel):
    """When a space may be stayed in, and when cars may come and go meanwhile."""

    stay: tuple[datetime, datetime]
    movement: list[tuple[datetime, datetime]]


class Offer(BaseModel):
    """What one agreement has free for all of the time asked for."""

    agreement_id: str
    spaces: int = Field(description="How many can be booked now")
    price_fen: int
    price_credits: int
    is_free: bool
    max_height_m: float | None
    max_seats: int | None
    cancel_min: int = Field(description="Cancelled for nothing until so many minutes before")
    windows: list[OpenHours]


class LotOffer(BaseModel):
    """A place with spaces that can be booked. A private one is told by its H3 cell only."""

    lot_id: str | None
    name: str | None
    name_en: str | None
    is_private: bool
    lat: float
    lon: float
    cell: str | None
    distance_m: float
    spaces: int
    price_fen: int = Field(description="The least that the time costs here")
    price_credits: int
    is_free: bool
    offers: list[Offer]


class SharingAvailability(BaseModel):
    """Places by distance."""

    as_of: datetime
    lots: list[LotOffer]

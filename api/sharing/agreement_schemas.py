"""Shapes of agreements as the OpenAPI tells them."""

from datetime import date, datetime
from typing import Annotated, Literal

from pydantic import Field

from api.lots.schemas import Shape
from api.sharing.suspension_schemas import DisputeAnswer, SuspensionAnswer
from parking.sharing.terms import DayClass

Status = Literal["proposed", "active", "refused", "ended"]
ClockTimes = Annotated[list[str], Field(min_length=2, max_length=2, examples=[["19:00", "07:30"]])]


class ValidShape(Shape):
    """From the first day to the last, both included."""

    from_: date = Field(alias="from")
    until: date


class WindowShape(Shape):
    """When spaces are lent: on days of these classes, or on the days of a rule."""

    days: list[DayClass] | None = None
    rrule: str | None = Field(default=None, description="The part of RFC 5545 that docs name")
    dtstart: date | None = None
    exdates: list[date] | None = None
    stay: ClockTimes
    movement: list[ClockTimes] | None = Field(
        default=None, description="When cars may come and go; left out: during the whole stay"
    )


class VehicleShape(Shape):
    """Limits for vehicles; null: none."""

    max_height_m: float | None = None
    max_seats: int | None = None


class PriceShape(Shape):
    """`{"free": true}`, or fen or credits for each begun hour or for a visit."""

    free: Literal[True] | None = None
    unit: Literal["hour", "visit"] | None = None
    fen: int | None = None
    credits: int | None = None


class NoticeShape(Shape):
    """How long before its start a booking ends for nothing; how far ahead a suspension is told."""

    cancel_min: int = 60
    suspend_h: int = 24


class AudienceShape(Shape):
    """Who may book: members of a community, or drivers by their ids; left out: everybody."""

    community: str | None = None
    drivers: list[str] | None = None


class TermsShape(Shape):
    """What is lent, when, to whom, for how much."""

    lot_id: str
    spaces: list[str] | None = Field(default=None, description="Codes; new ones are created")
    quota: int | None = Field(default=None, description="Or a number of places, Q1 to Qn")
    valid: ValidShape
    windows: list[WindowShape]
    vehicle: VehicleShape | None = None
    price: PriceShape | None = None
    notice: NoticeShape | None = None
    audience: AudienceShape | None = None
    buffer_min: int = Field(default=10, description="Minutes kept free after each booking")


class PatchShape(Shape):
    """What is to change, as RFC 7396 has it; or `status` alone, by whoever runs the lot."""

    status: Literal["active", "refused"] | None = None
    spaces: list[str] | None = None
    quota: int | None = None
    valid: ValidShape | None = None
    windows: list[WindowShape] | None = None
    vehicle: VehicleShape | None = None
    price: PriceShape | None = None
    notice: NoticeShape | None = None
    audience: AudienceShape | None = None
    buffer_min: int | None = None


class OwnerShape(Shape):
    """An operator, or a single owner's key."""

    operator: str | None
    key_id: str | None


class AgreementAnswer(TermsShape):
    """An agreement as it is stored."""

    agreement_id: str
    status: Status
    version: int
    owner: OwnerShape
    expanded_until: date | None = Field(description="Last day whose windows are known")
    created_at: datetime
    updated_at: datetime


class ChangedAgreementAnswer(AgreementAnswer):
    """It, and what the change means for days and for bookings that stand."""

    skipped: list[date] = Field(description="Days on which a clock change leaves a window no time")
    outside: list[str] = Field(description="Bookings that are kept though outside the terms now")


class OneAgreementAnswer(AgreementAnswer):
    """It, with its suspensions and disputes."""

    suspensions: list[SuspensionAnswer]
    disputes: list[DisputeAnswer]


class AgreementPage(Shape):
    """A page of agreements in the order of their ids."""

    agreements: list[AgreementAnswer]
    next_cursor: str | None


class EndedAnswer(Shape):
    """What ending an agreement came to."""

    agreement_id: str
    status: Literal["ended"]
    kept: list[str] = Field(description="Bookings that stand")
    revoked: list[str] = Field(description="Bookings that were taken back")


class OpenWindowAnswer(Shape):
    """A window in time."""

    day: date
    from_: datetime = Field(alias="from")
    to: datetime
    movement: list[list[datetime]]
    is_provisional: bool = Field(description="The class of that day is not announced yet")


class WindowsAnswer(Shape):
    """The windows from now on."""

    windows: list[OpenWindowAnswer]

"""Shapes of suspensions, own returns and disputes as the OpenAPI tells them."""

from datetime import datetime
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, Field

from api.dependencies import Moment
from api.lots.schemas import Shape
from parking.draft_text import plain
from parking.sharing.booking_states import BookingStatus

Reason = Annotated[
    str,
    Field(min_length=1, max_length=400, description="For people to read"),
    AfterValidator(plain),
]


class SuspensionAnswer(Shape):
    """A time in which nothing, or not that space, is lent."""

    suspension_id: str
    space_code: str | None = Field(description="null: all spaces of the agreement")
    from_: datetime = Field(alias="from")
    to: datetime
    reason: str
    announced_at: datetime
    lifted_at: datetime | None


class DisputeAnswer(Shape):
    """An owner wanted a space back while a booking stood on it."""

    dispute_id: str
    booking_id: str
    space_code: str
    from_: datetime = Field(alias="from")
    to: datetime
    opened_at: datetime
    closed_at: datetime | None
    outcome: str | None


class SuspensionBody(Shape):
    """A suspension to announce."""

    from_: Moment = Field(alias="from")
    to: Moment
    reason: Reason
    urgent: bool = Field(default=False, description="Sooner than the notice; operators and admins")


class InsideBooking(Shape):
    """A booking inside a suspension; it stands. `alternatives`: what its driver was offered."""

    booking_id: str
    space_code: str
    from_: datetime = Field(alias="from")
    to: datetime
    status: BookingStatus
    alternatives: list[dict[str, Any]]


class SuspendedAnswer(SuspensionAnswer):
    """The suspension, and the bookings whose drivers were told."""

    bookings: list[InsideBooking]


class ReturnBody(Shape):
    """A space that its owner needs back for a while."""

    space_code: str = Field(min_length=1, max_length=64)
    from_: Moment = Field(alias="from")
    to: Moment
    reason: Reason = "owner"


class OutcomeBody(Shape):
    """How people decided a dispute."""

    outcome: Reason


class LiftedAnswer(Shape):
    """A suspension that is over now."""

    suspension_id: str
    lifted: Literal[True]


class ClosedAnswer(Shape):
    """A dispute that is closed now."""

    dispute_id: str
    outcome: str

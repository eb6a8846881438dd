"""Shapes of statements as the OpenAPI tells them."""

from datetime import date, datetime

from pydantic import Field

from api.lots.schemas import Shape
from parking.sharing.booking_states import BookingStatus


class AmountsShape(Shape):
    """Postings on an account: what its owner gets is positive, what it pays is negative."""

    charge: int
    refund: int
    penalty: int
    change: int
    payment: int
    net: int


class MoneyShape(Shape):
    """Fen and whole credits, as the ledger has them."""

    fen: AmountsShape
    credits: AmountsShape


class FiguresShape(Shape):
    """What was offered and used, and what became of bookings that began then."""

    offered_space_h: float = Field(description="In windows and not suspended")
    used_space_h: float = Field(description="Cars stood there, within the windows")
    suspended_space_h: float = Field(description="Taken back by suspensions and owners' returns")
    uptake: float | None = Field(description="Used of offered; null where nothing was offered")
    bookings: int
    stays: int = Field(description="Bookings whose car came")
    overstays: int
    overstay_rate: float | None = Field(description="Overstays of stays")
    no_shows: int
    cancelled: int
    revoked: int
    owner_blocked: int = Field(description="How often an owner had a space back")
    gated: int = Field(description="Bookings that met a gate")
    honoured_at_gate: int
    honoured_at_gate_rate: float | None
    money: MoneyShape = Field(description="On the owner's account; nothing of other owners")


class AgreementFigures(FiguresShape):
    """Of one agreement."""

    agreement_id: str
    lot_id: str
    status: str


class AreaFigures(FiguresShape):
    """Of the agreements in one area; null: lots without an area."""

    area_code: str | None
    name: str | None


class DayFigures(FiguresShape):
    """Of one local day of the city."""

    day: date


class OwnBookingFigures(Shape):
    """A driver's own booking, and what was posted to its account for it."""

    booking_id: str
    lot_id: str | None = Field(description="null until confirmed, where the space is private")
    space_code: str | None = Field(description="null until confirmed, where the space is private")
    from_: datetime = Field(alias="from")
    to: datetime
    status: BookingStatus
    money: MoneyShape


class LenderStatement(Shape):
    """For owners, operators and admins: every breakdown adds up to the total."""

    from_: datetime = Field(alias="from")
    to: datetime
    timezone: str
    total: FiguresShape
    agreements: list[AgreementFigures]
    areas: list[AreaFigures]
    days: list[DayFigures]


class DriverStatement(Shape):
    """For a driver: bookings that began then or cost something then; the total has payments too."""

    from_: datetime = Field(alias="from")
    to: datetime
    timezone: str
    bookings: list[OwnBookingFigures]
    total: MoneyShape

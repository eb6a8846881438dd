"""Shapes of sanctions as the OpenAPI tells them."""

from datetime import datetime
from typing import Annotated

from pydantic import AfterValidator, Field

from api.lots.schemas import Shape
from parking.draft_text import plain
from parking.sharing.sanctions import OffenceKind


class OffenceAnswer(Shape):
    """One offence; a forgiven one counts no more."""

    kind: OffenceKind
    at: datetime
    forgiven_at: datetime | None
    booking_id: str
    lot_id: str


class SanctionAnswer(Shape):
    """A bar from free sharing, and all offences of its plate; never the plate."""

    ban_id: str
    since: datetime
    until: datetime
    reason: OffenceKind
    stands: bool
    lifted_at: datetime | None
    lift_reason: str | None
    offences: list[OffenceAnswer]


class SanctionPage(Shape):
    """The newest first; `next_cursor` leads to older ones."""

    sanctions: list[SanctionAnswer]
    next_cursor: str | None


class LookUpBody(Shape):
    """Whose bars are looked for, past ones too."""

    plate: str = Field(min_length=1, max_length=32)


class LiftBody(Shape):
    """Why a bar is lifted: the driver is told, and the audit trail keeps it."""

    reason: Annotated[str, Field(min_length=1, max_length=300), AfterValidator(plain)]

"""Shapes of the calls about an operator's own keys."""

from datetime import datetime

from pydantic import Field

from api.admin.schemas import IssuedKeyAnswer
from api.lots.schemas import Shape

USUAL_OVERLAP_H = 24.0
LONGEST_OVERLAP_H = 168.0


class RotateBody(Shape):
    """How long both keys are good."""

    overlap_h: float = Field(
        USUAL_OVERLAP_H,
        ge=0,
        le=LONGEST_OVERLAP_H,
        description="Hours for which the old key is still good; 0 ends it at once",
    )


class RotatedKeyAnswer(IssuedKeyAnswer):
    """The key that takes the place of the one it was asked for with; `key` is shown this once."""

    expires_at: datetime | None
    replaces: str
    old_valid_until: datetime

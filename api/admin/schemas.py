"""Shapes of the admin's routes as the OpenAPI tells them."""

from datetime import datetime
from typing import Annotated, Literal

from pydantic import AfterValidator, Field

from api.dependencies import Moment
from api.lots.schemas import Shape
from parking.draft_text import OPERATOR_ID_FORM, plain
from parking.vocabulary import KeyRole, Role

OPERATOR_ID = f"^{OPERATOR_ID_FORM}$"

Name = Annotated[str, Field(min_length=1, max_length=100), AfterValidator(plain)]


class ClockBody(Shape):
    """Where a manual clock is to stand; it may also be set back."""

    now: Moment


class ClockAnswer(Shape):
    """The city's clock."""

    mode: Literal["real", "running", "manual"]
    now: datetime
    speed: float


class OperatorBody(Shape):
    """An operator to create, or to rename."""

    operator: str = Field(pattern=OPERATOR_ID)
    name: Name | None = None
    name_en: Name | None = None


class OperatorAnswer(Shape):
    """An operator as it is stored."""

    operator: str
    name: str
    name_en: str | None
    created: bool


class KeyBody(Shape):
    """A key to issue; an operator's key needs its operator, who is created where new."""

    role: KeyRole
    operator: str | None = Field(default=None, pattern=OPERATOR_ID)
    name: Name | None = Field(
        default=None, description="For those who manage keys; readers see the key's id instead"
    )
    expires_at: Moment | None = None


class IssuedKeyAnswer(Shape):
    """A fresh key: `key` is shown this once."""

    key_id: str
    key: str
    role: Role
    operator: str | None
    source: str | None


class KeyAnswer(Shape):
    """A key without its secret."""

    key_id: str
    role: Role
    operator: str | None
    source: str | None
    name: str | None
    created_at: datetime
    expires_at: datetime | None
    retires_at: datetime | None = Field(description="It was replaced, and is good until then")
    revoked_at: datetime | None


class KeyPage(Shape):
    """A page of keys in the order of their ids."""

    keys: list[KeyAnswer]
    next_cursor: str | None

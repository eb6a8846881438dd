"""Shapes of communities as the OpenAPI tells them."""

from datetime import datetime

from pydantic import Field

from api.admin.schemas import OPERATOR_ID, Name
from api.lots.schemas import Shape
from api.sharing.agreement_schemas import OwnerShape


class CommunityBody(Shape):
    """A community to make; only its owner reads the name."""

    name: Name
    operator: str | None = Field(default=None, pattern=OPERATOR_ID, description="For an admin")


class CommunityAnswer(Shape):
    """A community; `members`: how many."""

    community_id: str
    name: str
    owner: OwnerShape
    members: int
    created_at: datetime


class CommunityPage(Shape):
    """A page of communities in the order of their ids."""

    communities: list[CommunityAnswer]
    next_cursor: str | None


class MemberPage(Shape):
    """A page of members in the order of their ids."""

    drivers: list[str]
    next_cursor: str | None


class MemberAnswer(Shape):
    """A driver who is a member now."""

    community_id: str
    driver_id: str

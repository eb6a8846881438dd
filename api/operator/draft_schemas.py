"""Shapes of drafts that become public and of lots' earlier descriptions."""

from datetime import datetime
from typing import Any

from pydantic import Field

from api.lots.schemas import Shape
from api.operator.schemas import OwnLot
from parking.storage.postgres.lot_versions import Action


class PublishAnswer(OwnLot):
    """The lot as everybody sees it from now on; `published` is false where it was so before."""

    published: bool


class LotVersionAnswer(Shape):
    """A description of a lot, and who gave it."""

    version: int
    at: datetime
    key_id: str | None = Field(description="Null where it was done at the city's own machine")
    role: str
    action: Action
    changed: list[str] = Field(description="Names of what is other than in the version before")
    description: dict[str, Any] = Field(description="lat, lon: WGS-84; raw_*: as handed in")


class LotVersions(Shape):
    """A page of versions, the newest first."""

    versions: list[LotVersionAnswer]
    next_cursor: str | None

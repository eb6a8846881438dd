"""Shapes of what is said of a lot being a sum of others, as the OpenAPI tells them."""

from datetime import datetime
from typing import Annotated, Any, Final

from pydantic import AfterValidator, Field, StringConstraints

from api.lots.schemas import Shape
from parking.draft_text import plain
from parking.planning.sums.words import NOTHING, told_of_sum
from parking.storage.postgres.planning.lot_aggregates import Origin, SaidOfLot

MOST_PARTS: Final = 500
Reason = Annotated[
    str,
    StringConstraints(strip_whitespace=True, min_length=1, max_length=500),
    AfterValidator(plain),
]


class AggregateBody(Shape):
    """Whether a lot's counts are the sum of other lots', and of which."""

    is_aggregate: bool = True
    parts: list[Annotated[str, Field(max_length=96)]] = Field(
        default_factory=list,
        max_length=MOST_PARTS,
        description="Ids of the lots that it sums up; an operator names at least one of its own",
    )
    reason: Reason


class AggregateAnswer(Shape):
    """What is said of a lot, by whom, and why; `evidence` where history said it."""

    lot_id: str
    is_aggregate: bool
    origin: Origin | None = Field(description="Null where nothing is said")
    parts: list[str]
    since: datetime | None
    reason: str | None
    evidence: dict[str, int] | None = Field(
        description="Hours in common, how many agree, and of these those in which the count moved"
    )
    told: str = Field(description="English · 中文")


def told_of_lot(lot_id: str, said: SaidOfLot | None) -> AggregateAnswer:
    """Return the answer about one lot."""
    if said is None:
        return AggregateAnswer(
            lot_id=lot_id, is_aggregate=False, origin=None, parts=[], since=None, reason=None,
            evidence=None, told=NOTHING,
        )  # fmt: skip
    evidence: dict[str, Any] | None = said.evidence
    return AggregateAnswer(
        lot_id=lot_id,
        is_aggregate=said.is_aggregate,
        origin=said.origin,
        parts=said.part_ids,
        since=said.since,
        reason=said.reason,
        evidence=evidence,
        told=told_of_sum(said.part_ids, evidence, is_aggregate=said.is_aggregate),
    )

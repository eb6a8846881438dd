"""Shapes of what a check answers, as the OpenAPI tells them."""

from typing import Any

from pydantic import BaseModel, ConfigDict, Field


class CheckedLotAnswer(BaseModel):
    """A lot that would get in, in the words of a registration, and its values."""

    model_config = ConfigDict(extra="allow")

    lot_id: str
    values: list[dict[str, Any]] = Field(description="In the words of a report")
    is_described: bool = Field(description="False where the payload has values of it alone")


class FindingAnswer(BaseModel):
    """One thing to tell, in both languages, with its place and the mend."""

    code: str
    pointer: str
    lot_id: str | None = None
    blocks: bool = Field(description="Whether it keeps the record named from getting in")
    message: str
    message_zh: str
    mend: str
    mend_zh: str


class CheckAnswer(BaseModel):
    """What a payload is, and what would become of it; nothing is stored."""

    format: str | None = Field(description="Null where it is in no format that is known")
    title: str | None = None
    title_zh: str | None = None
    nearest: str | None = Field(default=None, description="The format it is most like")
    lacks: str | None = None
    lacks_zh: str | None = None
    mapping: str | None = Field(default=None, description="The mapping that was guessed, as TOML")
    accepted: int
    accepted_lots: int
    accepted_values: int
    rejected: int
    lots: list[CheckedLotAnswer]
    problems: list[FindingAnswer]
    problem_counts: dict[str, int]

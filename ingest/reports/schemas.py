"""The shapes of report requests and answers as the OpenAPI shows them. Decodes nothing.

The request's schema comes from the very types that decode it, so that the two cannot differ.
"""

from functools import cache
from typing import Any, Final, Literal

import msgspec
from pydantic import BaseModel, ConfigDict, Field

from parking.report import MAX_ITEMS, Report

_REF: Final = "#/"


class ProblemAnswer(BaseModel):
    """RFC 9457 problem; `type` is stable and documented at its own address."""

    model_config = ConfigDict(extra="allow")

    type: str
    title: str
    title_zh: str
    status: int
    detail: str
    retryable: bool
    pointer: str | None = Field(default=None, description="RFC 6901 pointer into the request")


class ItemAnswer(BaseModel):
    """What became of one report."""

    index: int = Field(description="its place in the request")
    status: Literal["accepted", "duplicate", "late", "conflict", "rejected"]
    flags: list[Literal["suspect", "backfilling", "unresolved"]] = Field(
        default=[],
        description="`unresolved`: taken, but the record it corrects or voids has not come (yet)",
    )
    problem: ProblemAnswer | None = None


class ReportsAnswer(BaseModel):
    """Everything not `rejected` is in the log, committed to disk."""

    durability: Literal["committed"]
    accepted: int
    results: list[ItemAnswer] = Field(description="one per report, in the request's order")


class AllRejectedAnswer(ProblemAnswer):
    """A problem with the reason of every report."""

    results: list[ItemAnswer]


@cache
def reports_request_schema() -> dict[str, Any]:
    """Return the request body's JSON schema, without references."""
    schema, parts = msgspec.json.schema_components([Report], ref_template=_REF + "{name}")
    report = _inlined(schema[0], parts)
    reports = {"type": "array", "items": report, "maxItems": MAX_ITEMS}
    return {"type": "object", "required": ["reports"], "properties": {"reports": reports}}


def _inlined(schema: Any, parts: dict[str, Any]) -> Any:  # noqa: ANN401 - JSON of any shape
    if isinstance(schema, list):
        return [_inlined(item, parts) for item in schema]
    if not isinstance(schema, dict):
        return schema
    if "$ref" in schema:
        return _inlined(parts[schema["$ref"].removeprefix(_REF)], parts)
    if "discriminator" in schema:
        # Its mapping points at references; the constant `kind` of each part says the same.
        schema = {name: part for name, part in schema.items() if name != "discriminator"}
    return {name: _inlined(part, parts) for name, part in schema.items()}

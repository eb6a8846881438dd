"""Shapes of the calls that declare polled feeds. A secret goes in and never comes out."""

from datetime import datetime
from typing import Annotated, Any, Literal

from pydantic import (
    AfterValidator,
    BaseModel,
    ConfigDict,
    Field,
    SecretStr,
    model_validator,
)

from geo.datum import Datum
from ingest.polling.checked import checked_format, checked_mapping, checked_url, checked_zone
from ingest.polling.credentials import fault_of_credential
from ingest.polling.schedule import LONGEST_S, SHORTEST_S
from parking.draft_text import plain
from parking.polled_feed import AUTO, AuthKind

MAPPING_LONGEST = 65_536


def _has_mapping(text: str) -> str:
    checked_mapping(text)
    return text


class AuthBody(BaseModel):
    """Credentials. `name`: the user's for `basic`, the header's for `header`.

    Without `secret` the one that is stored stays, as long as the server is the same.
    """

    model_config = ConfigDict(extra="forbid", hide_input_in_errors=True)

    kind: AuthKind = "none"
    name: Annotated[str, Field(max_length=200), AfterValidator(plain)] = ""
    secret: SecretStr | None = None

    @model_validator(mode="after")
    def _fits(self) -> "AuthBody":
        secret = "" if self.secret is None else self.secret.get_secret_value()
        fault = fault_of_credential(self.kind, self.name, secret)
        if fault is not None:
            raise ValueError(fault)
        return self


class FeedBody(BaseModel):
    """A feed as it is declared. `interval_s` left out: learned from how often it changes."""

    model_config = ConfigDict(extra="forbid", hide_input_in_errors=True)

    url: Annotated[str, Field(max_length=2_000), AfterValidator(checked_url)]
    format: Annotated[str, AfterValidator(checked_format)] = AUTO
    mapping: (
        Annotated[str, Field(max_length=MAPPING_LONGEST), AfterValidator(_has_mapping)] | None
    ) = Field(default=None, description="The text of a mapping file, TOML")
    coordsys: Datum = "wgs84"
    timezone: Annotated[str, AfterValidator(checked_zone)] | None = None
    interval_s: float | None = Field(default=None, ge=SHORTEST_S, le=LONGEST_S)
    auth: AuthBody = Field(default_factory=AuthBody)
    is_draft: bool = False
    is_paused: bool = False
    operator: str | None = Field(default=None, max_length=64, description="For an admin's key")


class AuthAnswer(BaseModel):
    """How the feed is asked; whether a secret is stored, and never which."""

    kind: AuthKind
    name: str
    has_secret: bool


class PolledFeedAnswer(BaseModel):
    """A feed, and how its newest try went."""

    feed_id: str
    operator: str
    source: str = Field(description="As whom its reports are known")
    url: str
    format: str
    mapping: str | None
    coordsys: Datum
    timezone: str
    interval_s: float | None
    auth: AuthAnswer
    is_draft: bool
    is_paused: bool
    due_at: datetime
    status: dict[str, Any] = Field(
        description="phase: new healthy held frozen failing; findings in both languages; counts"
    )


class PolledFeedList(BaseModel):
    """The caller's feeds by id."""

    feeds: list[PolledFeedAnswer]


class TrialAnswer(BaseModel):
    """What one try found; nothing was stored."""

    model_config = ConfigDict(extra="allow")

    dry_run: Literal[True] = True
    is_good: bool
    fetched_in_s: float
    bytes: int | None = None
    format: str | None = None
    lots: int | None = None
    values: int | None = None
    findings: list[dict[str, Any]]

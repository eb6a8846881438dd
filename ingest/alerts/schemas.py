"""Shapes of the calls that say whom to tell of feeds. A webhook's secret comes out once."""

import re
from datetime import datetime
from typing import Annotated, Final, Literal
from uuid import UUID

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, model_validator

from ingest.polling.checked import checked_url
from parking.words import Lang

MOST_ADDRESSES: Final = 10
_ADDRESS: Final = re.compile(r"[^\s@<>,;:\"()\[\]\\\x00-\x1f\x7f]{1,64}@[A-Za-z0-9.-]{1,250}")


def _mail_address(text: str) -> str:
    if not text.isascii() or not _ADDRESS.fullmatch(text):
        raise ValueError("write it as name@company.example, and nothing else beside it")
    return text


MailAddress = Annotated[str, Field(max_length=254), AfterValidator(_mail_address)]


class ContactBody(BaseModel):
    """Whom to tell; each PUT replaces all of it, and gives the webhook a new secret."""

    model_config = ConfigDict(extra="forbid", hide_input_in_errors=True)

    url: Annotated[str, Field(max_length=2_000), AfterValidator(checked_url)] | None = Field(
        default=None, description="https, at a public address"
    )
    mail_to: list[MailAddress] = Field(default_factory=list, max_length=MOST_ADDRESSES)
    lang: Lang = Field(default="zh", description="Of mail; a webhook gets both")

    @model_validator(mode="after")
    def _tells_somebody(self) -> "ContactBody":
        if self.url is None and not self.mail_to:
            raise ValueError("give url, mail_to or both; DELETE ends it")
        return self


class ContactAnswer(BaseModel):
    """Whom is told. `has_secret`: one is stored, and it is shown no more."""

    url: str | None
    mail_to: list[str]
    lang: Lang
    has_secret: bool
    changed_at: datetime


class NewContactAnswer(ContactAnswer):
    """The same with the webhook's secret, which is shown this once; null without a webhook."""

    secret: str | None


class DeliveryAnswer(BaseModel):
    """How one way of telling one message went; `told` is what the last try came to."""

    message_id: UUID
    event: str
    created_at: datetime
    way: Literal["webhook", "mail"]
    state: Literal["due", "delivered", "given_up"]
    attempts: int
    tried_at: datetime | None
    next_at: datetime | None
    told: str | None


class DeliveryList(BaseModel):
    """The newest messages, the newest first."""

    deliveries: list[DeliveryAnswer]

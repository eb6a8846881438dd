"""Shapes of notices as the OpenAPI tells them."""

from datetime import datetime
from typing import Any

from api.lots.schemas import Shape


class NoticeAnswer(Shape):
    """One notice: `kind` and `facts` for programs, the words for people."""

    at: datetime
    kind: str
    title: str
    title_zh: str
    text: str
    text_zh: str
    booking_id: str | None
    agreement_id: str | None
    facts: dict[str, Any]


class NoticePage(Shape):
    """The newest first; `next_cursor` leads to older ones."""

    notices: list[NoticeAnswer]
    next_cursor: str | None

"""A polled feed as its operator declared it: where it is, how to read it, how often to ask."""

from dataclasses import dataclass
from datetime import datetime
from typing import Final, Literal, get_args

from geo.datum import Datum

AuthKind = Literal["none", "basic", "bearer", "header"]
AUTH_KINDS: Final[tuple[AuthKind, ...]] = get_args(AuthKind)
AUTO: Final = "auto"
"""The format that is found out by content, each time anew."""


@dataclass(frozen=True, slots=True)
class FeedDeclaration:
    """What is declared. `interval_s` None: learned from how often the content changes.

    `auth_name` is the user's for `basic` and the header's for `header`. `mapping`: the text of a
    mapping file, for tables. A feed that `is_draft` is fetched and judged, and nothing of it is
    registered or reported; one that `is_paused` is not fetched.
    """

    feed_id: str
    url: str
    format: str = AUTO
    mapping: str | None = None
    coordsys: Datum = "wgs84"
    zone: str = "Asia/Shanghai"
    interval_s: float | None = None
    auth_kind: AuthKind = "none"
    auth_name: str = ""
    is_draft: bool = False
    is_paused: bool = False


@dataclass(frozen=True, slots=True)
class PolledFeed:
    """A declared feed as it is stored. `secret` is open, and so never shown."""

    feed_key: int
    operator_key: int
    operator_id: str
    source_key: int
    declaration: FeedDeclaration
    has_secret: bool
    status: dict[str, object]
    """What became of the newest try, as JSON members; empty before the first."""
    due_at: datetime


@dataclass(frozen=True, slots=True)
class DueFeed:
    """A feed whose turn it is, with what is needed to fetch it, for one who holds its lease."""

    feed: PolledFeed
    secret: str
    memory: bytes

    def __repr__(self) -> str:
        """Without the secret: this ends up in tracebacks and logs."""
        return f"DueFeed({self.feed.declaration.feed_id})"

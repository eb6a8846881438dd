"""Outcomes: what one try to fetch a feed came to. Values only; a failure is an ordinary outcome."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final, TypeAlias

from ingest.formats.findings import Finding


@dataclass(frozen=True, slots=True)
class Validators:
    """What a server gave to ask it later whether anything has changed; empty: nothing."""

    etag: str = ""
    last_modified: str = ""

    @property
    def are_given(self) -> bool:
        return bool(self.etag or self.last_modified)


NO_VALIDATORS: Final = Validators()


@dataclass(frozen=True, slots=True)
class Fetched:
    """A whole body, its content coding undone."""

    content: bytes
    validators: Validators = NO_VALIDATORS


@dataclass(frozen=True, slots=True)
class NotModified:
    """The server says that the body is the one it gave before."""


@dataclass(frozen=True, slots=True)
class Failed:
    """Nothing came, and why: the code of a finding and what fills its sentence.

    `retry_after_s`: the server asks not to be asked for so long.
    """

    code: str
    places: Mapping[str, object] = field(default_factory=dict)
    retry_after_s: float | None = None

    @property
    def finding(self) -> Finding:
        return Finding(self.code, "", None, self.places)


Outcome: TypeAlias = Fetched | NotModified | Failed

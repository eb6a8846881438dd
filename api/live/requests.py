"""Client messages of /v1/live: their shapes, and what is wrong with one that does not fit."""

import re
from typing import Annotated, Final

import msgspec

from parking.problems import Problem, ProblemError

WatchId = Annotated[str, msgspec.Meta(min_length=1, max_length=64)]

_WHERE: Final = re.compile(r" - at `\$(?P<path>[^`]*)`$")


class LatLon(msgspec.Struct, frozen=True):
    """A position in WGS-84 degrees."""

    lat: float
    lon: float


class Resume(msgspec.Struct, frozen=True):
    """What the client holds: the epoch and, per partition, the position it has reached."""

    epoch: str
    pos: dict[str, int]


class WatchRequest(msgspec.Struct, frozen=True, tag_field="type", tag="watch"):
    """Show me these lots and what changes in them; exactly one of the four shapes."""

    id: WatchId
    center: LatLon | None = None
    radius_m: float | None = None
    bbox: list[float] | str | None = None
    cells: list[str] | None = None
    lots: list[str] | None = None
    resume: Resume | None = None


class UnwatchRequest(msgspec.Struct, frozen=True, tag_field="type", tag="unwatch"):
    """Stop one watch."""

    id: WatchId


class PingRequest(msgspec.Struct, frozen=True, tag_field="type", tag="ping"):
    """Answer me: for pages, which cannot see the protocol's own pings."""


class AuthRequest(msgspec.Struct, frozen=True, tag_field="type", tag="auth"):
    """Connect this connection with a key, for private notices."""

    key: Annotated[str, msgspec.Meta(max_length=200)]


ClientRequest = WatchRequest | UnwatchRequest | PingRequest | AuthRequest

_DECODER: Final[msgspec.json.Decoder[ClientRequest]] = msgspec.json.Decoder(ClientRequest)


class NotJsonError(Exception):
    """The message is not JSON at all."""


def parse_request(payload: bytes) -> ClientRequest:
    """Read one message; NotJsonError, or ProblemError with a pointer to the field."""
    try:
        return _DECODER.decode(payload)
    except msgspec.ValidationError as error:
        raise ProblemError(_problem_of(str(error))) from None
    except (msgspec.DecodeError, RecursionError, UnicodeDecodeError) as error:
        raise NotJsonError(str(error)) from None


def _problem_of(said: str) -> Problem:
    found = _WHERE.search(said)
    if found is None:
        return Problem("bad-message", said)
    path = re.sub(r"\[(\d+|\.\.\.)\]", r".\1", found["path"])
    return Problem("bad-message", said[: found.start()], pointer=path.replace(".", "/"))

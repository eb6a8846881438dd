"""ThingPark's token: the query parameter by which it shows that it, and nobody else, is posting.

It is the SHA-256 of what the body says, of the query before it and of a key that both know. The
query's time is hashed with it and the body's is not, so the body may say no later one: who sends a
message again, with another time in it, changes nothing that was said since.
"""

import hashlib
import hmac
from datetime import datetime, timedelta
from typing import Final, NamedTuple
from urllib.parse import unquote

from ingest.lorawan.fields import Members, moment
from ingest.lorawan.heard import envelopes_in, uplink_in
from parking.problems import Problem, ProblemError

LARGEST: Final = 64 * 1024
"""Of one message; whoever has no key yet has no more read of it."""
_BODY: Final = ("CustomerID", "DevEUI", "FPort", "FCntUp", "payload_hex")
"""Members of an uplink, in the order in which they are hashed; what is not there adds nothing."""
_TOKEN: Final = "&Token="  # noqa: S105 - a parameter's name
_TIME: Final = "Time"
_SLACK: Final = timedelta(minutes=10)
"""Between the clocks of the network server and of what posts for it."""


class OnlyUplink(NamedTuple):
    """What a token is of: the members of a body's uplink, and when it was observed."""

    members: Members
    observed_at: str | None


def is_of(uplink: OnlyUplink, query: str, key: str) -> bool:
    """Tell whether the token in a raw query is that of the uplink and the key."""
    encoded, _, token = query.partition(_TOKEN)
    # Once decoded: the `+` of a zone is one, however it was written on the way.
    signed = unquote(encoded)
    members = uplink.members
    said = "".join(str(members[name]) for name in _BODY if members.get(name) is not None)
    digest = hashlib.sha256(f"{said}{signed}{key.lower()}".encode()).hexdigest()
    is_signed = hmac.compare_digest(digest.encode(), token.strip().lower().encode())
    return bool(token) and is_signed and _is_of_then(uplink.observed_at, signed)


def only_uplink_in(content: bytes) -> OnlyUplink | None:
    """Return the uplink that a body holds; None for a receipt or a position. Raises ProblemError.

    ThingPark posts one message at a time, and its token is of that one.
    """
    if len(content) > LARGEST:
        told = f"a message with a token is at most {LARGEST // 1024} KiB"
        raise ProblemError(Problem("body-too-large", told))
    envelopes = envelopes_in(content)
    if len(envelopes) > 1:
        several = "a token is of one message; post each alone"
        raise ProblemError(Problem("bad-message", several, status=422))
    pointer, members = envelopes[0]
    try:
        uplink = uplink_in(pointer, members)
    except ProblemError as error:
        told = error.problem.detail
        raise ProblemError(
            Problem(error.problem.slug, told, error.problem.pointer, status=422)
        ) from error
    return None if uplink is None else OnlyUplink(members, uplink.observed_at)


def _is_of_then(observed_at: str | None, signed: str) -> bool:
    """Tell whether it was observed by the time that was signed; without either nothing shows it."""
    named = (part.partition("=") for part in signed.split("&"))
    signed_at = next((moment(value) for name, _, value in named if name == _TIME), None)
    if observed_at is None or signed_at is None:
        return False
    return datetime.fromisoformat(observed_at) <= datetime.fromisoformat(signed_at) + _SLACK

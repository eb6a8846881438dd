"""ThingPark's token: the query parameter by which it shows that it, and nobody else, is posting.

It is the SHA-256 of what the body says, of the query before it and of a key that both know.
"""

import hashlib
import hmac
from typing import Final
from urllib.parse import unquote

from ingest.lorawan.fields import Members
from ingest.lorawan.heard import envelopes_in, uplink_in
from parking.problems import Problem, ProblemError

_BODY: Final = ("CustomerID", "DevEUI", "FPort", "FCntUp", "payload_hex")
"""Members of an uplink, in the order in which they are hashed; what is not there adds nothing."""
_TOKEN: Final = "&Token="  # noqa: S105 - a parameter's name


def is_of(uplink: Members, query: str, key: str) -> bool:
    """Tell whether the token in a raw query is that of the uplink and the key."""
    signed, _, token = query.partition(_TOKEN)
    said = "".join(str(uplink[name]) for name in _BODY if uplink.get(name) is not None)
    # Once decoded: the `+` of a zone is one, however it was written on the way.
    text = f"{said}{unquote(signed)}{key.lower()}"
    digest = hashlib.sha256(text.encode()).hexdigest()
    return bool(token) and hmac.compare_digest(digest.encode(), token.strip().lower().encode())


def only_uplink_in(content: bytes) -> Members | None:
    """Return the uplink that a body holds; None for a receipt or a position. Raises ProblemError.

    ThingPark posts one message at a time, and its token is of that one.
    """
    try:
        envelopes = envelopes_in(content)
        pointer, members = envelopes[0]
        uplink = uplink_in(pointer, members)
    except ProblemError as error:
        told = error.problem
        raise ProblemError(Problem(told.slug, told.detail, told.pointer, status=422)) from error
    if len(envelopes) > 1:
        several = "a token is of one message; post each alone"
        raise ProblemError(Problem("bad-message", several, status=422))
    return None if uplink is None else members

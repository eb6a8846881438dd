"""The body as plain bytes, with hard bounds on what a compressed one may grow to. Knows no JSON."""

import zlib
from typing import Final

from parking.problems import Problem, ProblemError

MAX_BODY_BYTES: Final = 1024 * 1024
MAX_INFLATED_BYTES: Final = 8 * 1024 * 1024
MAX_RATIO: Final = 100
_GZIP: Final = 16 + zlib.MAX_WBITS


def plain_body(body: bytes, encoding: str | None) -> bytes:
    """Return the body without its Content-Encoding; raises ProblemError beyond the bounds."""
    if len(body) > MAX_BODY_BYTES:
        raise ProblemError(Problem("body-too-large", "at most 1 MiB a request; send several"))
    match (encoding or "identity").strip().lower():
        case "identity":
            return body
        case "gzip":
            return _gunzip(body)
        case _:
            told = "Content-Encoding is gzip, or none"
            raise ProblemError(Problem("unsupported-media", told))


def _gunzip(body: bytes) -> bytes:
    bound = min(MAX_INFLATED_BYTES, MAX_RATIO * len(body))
    inflater = zlib.decompressobj(_GZIP)
    try:
        plain = inflater.decompress(body, bound + 1)
    except zlib.error as error:
        raise ProblemError(Problem("bad-request", f"the body is not gzip: {error}")) from error
    if len(plain) > bound:
        told = "inflated it is more than 8 MiB, or than 100 times what was sent"
        raise ProblemError(Problem("body-too-large", told))
    if not inflater.eof or inflater.unused_data:
        raise ProblemError(Problem("bad-request", "the gzip body is cut off, or has a tail"))
    return plain

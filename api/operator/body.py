"""Reads a JSON object from a request, strictly: no NaN, no bad text, no bottomless nesting."""

from typing import Final

import msgspec
from fastapi import Request

from parking.problems import Problem, ProblemError
from parking.strict_json import refuse_repeated

MAX_BODY_BYTES: Final = 1 << 20


async def read_object(request: Request) -> dict[str, object]:
    """Read the body as one JSON object; raises a problem otherwise."""
    body = await request.body()
    if len(body) > MAX_BODY_BYTES:
        raise ProblemError(Problem("body-too-large", "Send at most 1 MiB."))
    try:
        value = msgspec.json.decode(body)
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise ProblemError(
            Problem("bad-json", f"The body cannot be read as JSON: {error}")
        ) from error
    except RecursionError as error:
        raise ProblemError(Problem("bad-json", "The body is nested too deeply.")) from error
    refuse_repeated(body)
    if not isinstance(value, dict):
        raise ProblemError(Problem("bad-request", "The body must be a JSON object.", pointer=""))
    return value

"""Errors as problem+json: one table from exception to problem, and how a problem travels.

It knows HTTP and the catalogue; it never shows a stack, a query or a key.
"""

import logging
from collections.abc import Mapping, Sequence
from typing import Any, Final, cast

import msgspec
from fastapi import FastAPI
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from parking.moment import BadMomentError
from parking.problems import Problem, ProblemError
from parking.storage.postgres.errors import STORE_AWAY, TEXT_REFUSED
from parking.storage.redis.errors import ProjectionAwayError, ProjectionLostError

PROBLEM_JSON: Final = "application/problem+json"
RETRY_AFTER_S: Final = "1"

_SLUG_OF_STATUS: Final = {
    404: "not-found",
    405: "method-not-allowed",
    413: "body-too-large",
    415: "unsupported-media",
}
_IN_OUR_WORDS: Final = {
    "Not Found": "There is nothing at this address; /docs lists what there is.",
    "Method Not Allowed": "This address takes other methods; the Allow header names them.",
}

log = logging.getLogger("onelot.api")


def problem_body(problem: Problem) -> bytes:
    """Encode the problem as JSON members."""
    return msgspec.json.encode(problem.to_dict())


def problem_headers(problem: Problem) -> dict[str, str]:
    """Say what the status itself asks for: how to authenticate, when to come back."""
    match problem.http_status:
        case 401:
            return {"www-authenticate": 'Bearer realm="onelot"'}
        case 429 | 503:
            return {"retry-after": RETRY_AFTER_S}
        case _:
            return {}


def problem_response(problem: Problem, headers: Mapping[str, str] | None = None) -> Response:
    """Answer with a problem."""
    return Response(
        problem_body(problem),
        status_code=problem.http_status,
        headers={**problem_headers(problem), **(headers or {}), "cache-control": "no-store"},
        media_type=PROBLEM_JSON,
    )


def problem_of(error: Exception) -> Problem:
    """Turn any exception into what a caller is told; what is our own fault tells nothing."""
    if isinstance(error, ProblemError):
        return error.problem
    if isinstance(error, RequestValidationError):
        return _invalid(error.errors())
    if isinstance(error, HTTPException):
        slug = _SLUG_OF_STATUS.get(error.status_code, "bad-request")
        told = _IN_OUR_WORDS.get(str(error.detail), str(error.detail))
        return Problem(slug, told, status=error.status_code)
    if isinstance(error, TEXT_REFUSED):
        return Problem("bad-request", "A text holds a NUL character; take it out.")
    if isinstance(error, (*STORE_AWAY, ProjectionAwayError, ProjectionLostError)):
        return Problem("unavailable", "A store does not answer; try again in a moment.")
    return Problem("internal", "Something failed on our side; it has been logged.")


def install_problems(app: FastAPI) -> None:
    """Answer every failure of this app as a problem."""
    for failure in (
        ProblemError,
        RequestValidationError,
        HTTPException,
        *TEXT_REFUSED,
        *STORE_AWAY,
        ProjectionAwayError,
        ProjectionLostError,
    ):
        app.add_exception_handler(failure, _told)
    app.add_exception_handler(Exception, _last_resort)


async def _told(_request: Request, error: Exception) -> Response:
    headers = error.headers if isinstance(error, HTTPException) else None
    return problem_response(problem_of(error), headers)


async def _last_resort(request: Request, error: Exception) -> Response:
    route = request.scope.get("route")
    log.error("unhandled", extra={"route": getattr(route, "path", "?")}, exc_info=error)
    return problem_response(problem_of(error))


def _invalid(errors: Sequence[Any]) -> Problem:
    """Name the first wrong thing by a pointer into the body, or `/query/<name>`."""
    first = cast("Mapping[str, Any]", errors[0])
    place = [str(part) for part in first["loc"]]
    if first["type"] == "json_invalid":
        return Problem("bad-json", "The body is not valid JSON.")
    pointer = "/" + "/".join(place[1:] if place[0] == "body" else place)
    cause = first.get("ctx", {}).get("error")
    if isinstance(cause, BadMomentError):
        return Problem(cause.slug, f"{place[-1]}: {cause}.", pointer=pointer)
    slug = "missing-field" if first["type"] == "missing" else "bad-field"
    said = first["msg"] if cause is None else cause
    return Problem(slug, f"{place[-1]}: {said}.", pointer=pointer)

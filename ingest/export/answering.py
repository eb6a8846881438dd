"""Answering: how an export travels: tag, gzip, parts, licence. It knows HTTP and bytes."""

import re
from collections.abc import Mapping
from typing import Any, Final
from urllib.parse import quote

from starlette.requests import Request
from starlette.responses import Response
from starlette.types import Receive, Scope, Send

from ingest.export.press import Print
from ingest.export.publisher import Publisher
from ingest.reports.schemas import ProblemAnswer

WORTH_PACKING: Final = 1_000
JSON: Final = "application/json"
XML: Final = "application/xml"
_PROBLEM_SCHEMA: Final = ProblemAnswer.model_json_schema()
_GZIP: Final = re.compile(r"(?:^|,)\s*(?:gzip|\*)\s*(?:;\s*q=(?P<q>\d(?:\.\d*)?)\s*)?(?:,|$)")


class InParts(Response):
    """A body sent part by part, each when the one before is on its way.

    A slow reader holds up no copy of the whole: what it waits for is everybody's.
    """

    def __init__(self, parts: list[bytes], headers: Mapping[str, str], media_type: str) -> None:
        super().__init__(headers=headers, media_type=media_type)
        self.headers["content-length"] = str(sum(map(len, parts)))
        self._parts = parts

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:  # noqa: ARG002
        await send({
            "type": "http.response.start", "status": self.status_code, "headers": self.raw_headers,
        })  # fmt: skip
        for part in self._parts:
            if part:
                await send({"type": "http.response.body", "body": part, "more_body": True})
        await send({"type": "http.response.body", "body": b""})


async def answer(
    request: Request,
    printed: Print,
    publisher: Publisher,
    *,
    max_age_s: int,
    headers: Mapping[str, str] | None = None,
) -> Response:
    """Answer with the print, packed where the caller takes gzip; 304 where it has it already."""
    told = {
        "etag": printed.etag,
        "cache-control": f"public, max-age={max_age_s}",
        "vary": "accept, accept-encoding",
        **(headers or {}),
    }
    links = [link for link in (told.get("link"), _licence_link(publisher)) if link]
    if links:
        told["link"] = ", ".join(links)
    if _is_known(request.headers.get("if-none-match", ""), printed.etag):
        return Response(status_code=304, headers=told)
    parts = printed.parts
    takes_packed = takes_gzip(request.headers.get("accept-encoding", ""))
    if takes_packed and printed.size >= WORTH_PACKING:
        parts = await printed.gzipped()
        told["content-encoding"] = "gzip"
    return InParts(parts, told, printed.media_type)


def takes_gzip(accepted: str) -> bool:
    """Read Accept-Encoding: whether gzip is among what the caller takes."""
    found = _GZIP.search(accepted.lower())
    return found is not None and (found["q"] is None or float(found["q"]) > 0)


def documented(*statuses: int, media: str = JSON, told: str) -> dict[int | str, dict[str, Any]]:
    """Document the answer and the problems of a route; 429 and 503 may come from any."""
    problem = {"content": {"application/problem+json": {"schema": _PROBLEM_SCHEMA}}}
    answers: dict[int | str, dict[str, Any]] = {
        200: {"description": told, "content": {media: {}}},
        304: {"description": "Unchanged"},
    }
    for status in (*statuses, 429, 503):
        answers[status] = {"description": "A problem", **problem}
    return answers


def _is_known(asked: str, etag: str) -> bool:
    """Read If-None-Match, which compares weakly."""
    known = {tag.strip().removeprefix("W/") for tag in asked.split(",")}
    return asked.strip() == "*" or etag.removeprefix("W/") in known


def _licence_link(publisher: Publisher) -> str | None:
    if publisher.licence_url is None:
        return None
    return f'<{quote(publisher.licence_url, safe=":/?#[]@!$&()*+,;=%~")}>; rel="license"'

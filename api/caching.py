"""Answers that may be kept: ETag, If-None-Match, max-age. It knows bytes, not what they say."""

from hashlib import blake2b

from starlette.requests import Request
from starlette.responses import Response

JSON = "application/json"


def etag_of(*parts: object) -> str:
    """Make a weak tag from what decides whether an answer is worth sending again."""
    text = "\x1f".join(map(str, parts)).encode("utf-8", "surrogatepass")
    return f'W/"{blake2b(text, digest_size=12).hexdigest()}"'


def body_etag(body: bytes) -> str:
    """Make a strong tag of the very bytes."""
    return f'"{blake2b(body, digest_size=12).hexdigest()}"'


def is_known(asked: str, etag: str) -> bool:
    """Read If-None-Match, which compares weakly: whether the caller has this already."""
    known = {tag.strip().removeprefix("W/") for tag in asked.split(",")}
    return asked.strip() == "*" or etag.removeprefix("W/") in known


def cacheable(
    request: Request, body: bytes, *, etag: str, max_age_s: int, media_type: str = JSON
) -> Response:
    """Answer with the body, or 304 where the caller has it already."""
    headers = {"etag": etag, "cache-control": f"public, max-age={max_age_s}"}
    if is_known(request.headers.get("if-none-match", ""), etag):
        return Response(status_code=304, headers=headers)
    return Response(body, headers=headers, media_type=media_type)

"""The built pages, held in memory: hashed assets for ever, HTML fresh, each in the best encoding.

It knows files and HTTP caching; paths it does not hold go on to the app behind.
"""

import mimetypes
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from starlette.datastructures import Headers
from starlette.requests import Request
from starlette.responses import Response
from starlette.types import ASGIApp, Receive, Scope, Send

from api.caching import body_etag, is_known
from api.pages import page, paragraph

STATIC: Final = Path(__file__).parent.parent / "static"
ENCODINGS: Final = (("br", ".br"), ("gzip", ".gz"))
IMMUTABLE: Final = "public, max-age=31536000, immutable"
REVALIDATE: Final = "no-cache"
_TYPES: Final = {".geojson": "application/geo+json", ".js": "text/javascript", ".html": "text/html"}


@dataclass(slots=True)
class File:
    """One file; `bodies` by content coding, the plain one under ''."""

    media_type: str
    cache_control: str
    etag: str
    bodies: dict[str, bytes] = field(default_factory=dict)


def load_pages(folder: Path = STATIC) -> dict[str, File]:
    """Read the build by URL path; without one, `/` says how to make it."""
    files = {
        url: _read(path, folder)
        for path in sorted(folder.rglob("*"))
        if path.is_file() and path.suffix not in {".br", ".gz"}
        for url in _urls(path.relative_to(folder).as_posix())
    }
    return files or {"/": _not_built()}


class Pages:
    """ASGI app that answers GET and HEAD of what was built."""

    def __init__(self, app: ASGIApp, files: dict[str, File]) -> None:
        self._app = app
        self._files = files

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        file = self._files.get(scope["path"])
        if file is None or scope["method"] not in {"GET", "HEAD"}:
            await self._app(scope, receive, send)
            return
        await _answer(file, Request(scope).headers)(scope, receive, send)


def _answer(file: File, asked: Headers) -> Response:
    accepted = {
        coding.split(";")[0].strip() for coding in asked.get("accept-encoding", "").split(",")
    }
    coding = next((name for name, _ in ENCODINGS if name in accepted and name in file.bodies), "")
    headers = {"etag": file.etag, "cache-control": file.cache_control, "vary": "accept-encoding"}
    if is_known(asked.get("if-none-match", ""), file.etag):
        return Response(status_code=304, headers=headers)
    if coding:
        headers["content-encoding"] = coding
    return Response(file.bodies[coding], headers=headers, media_type=file.media_type)


def _read(path: Path, folder: Path) -> File:
    body = path.read_bytes()
    is_hashed = path.relative_to(folder).parts[0] == "assets"
    guessed = mimetypes.guess_type(path.name)[0] or "application/octet-stream"
    file = File(
        media_type=_TYPES.get(path.suffix, guessed),
        cache_control=IMMUTABLE if is_hashed else REVALIDATE,
        etag=body_etag(body).replace('"', 'W/"', 1),
        bodies={"": body},
    )
    for name, suffix in ENCODINGS:
        packed = path.with_name(path.name + suffix)
        if packed.is_file():
            file.bodies[name] = packed.read_bytes()
    return file


def _urls(name: str) -> Iterator[str]:
    """Yield where a file is found: a page also without its suffix, the first page at `/`."""
    yield f"/{name}"
    if name.endswith(".html"):
        stem = name.removesuffix(".html").removesuffix("index")
        yield f"/{stem}"
        if stem.endswith("/"):
            yield f"/{stem.rstrip('/')}"


def _not_built() -> File:
    told = page(
        "页面尚未构建",
        "The pages are not built",
        paragraph(
            "请运行 make setup，然后重启。接口照常可用，见 /docs。",
            "Run `make setup`, then start again. The API works meanwhile, see /docs.",
        ),
    )
    body = bytes(told.body)
    return File("text/html", REVALIDATE, body_etag(body), {"": body})

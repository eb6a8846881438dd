"""The converting process: runs one converter of parkapi-sources, and asks its parent to fetch.

    python -I ingest/parkapi/converting.py

It needs nothing of ours and nothing but the package, so that an environment of its own will do. It
opens no connection: what a converter wants to fetch goes to stdout, and what came is read from
stdin, each with its length before it. Memory and time are bounded before a payload is seen.
"""

import json
import os
import resource
import struct
import sys
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from enum import Enum
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import Any, BinaryIO, Final, NoReturn
from urllib.parse import urlsplit

GROWTH_BYTES: Final = 512 * 2**20
CPU_S: Final = 20
MOST_KEYS: Final = 2
"""A user and a secret: what a feed's declaration has."""
FIXED: Final = "https://raw.githubusercontent.com/ParkenDD/parkapi-static-data/main/sources"
"""Where what does not change of many sources is published."""
_FIXED_KEY: Final = "STATIC_GEOJSON_BASE_URL"
_OWN_CONNECTIONS: Final = frozenset({"bietigheim_bissingen"})
_HEAD: Final = struct.Struct(">I")
_REFUSED: Final = frozenset({
    "socket.connect", "socket.bind", "socket.sendto", "socket.sendmsg", "socket.getaddrinfo",
    "socket.gethostbyname", "socket.gethostbyaddr", "subprocess.Popen", "os.system", "os.exec",
    "os.fork", "os.forkpty", "os.posix_spawn",
})  # fmt: skip
"""What Python tells before it connects, asks for a name's address, or starts a program."""


def main() -> None:
    """Answer one order from stdin."""
    pipe = _Pipe(sys.stdin.buffer, os.fdopen(os.dup(1), "wb"))
    os.dup2(2, 1)  # what a converter prints is no part of an answer
    order = json.loads(pipe.read())
    if find_spec("parkapi_sources") is None:
        pipe.write({"failed": "missing"})
    elif order.get("list"):
        pipe.write({"sources": [_told(one) for one in _converters()]})
    else:
        try:
            pipe.write({"items": list(_items(pipe, order))})
        except _RefusedError as error:
            pipe.write({"failed": error.code, "value": error.value})
        except Exception as error:  # noqa: BLE001 - a converter's fault is of its feed alone
            pipe.write({"failed": "unreadable", "value": f"{type(error).__name__}: {error}"[:400]})


class _RefusedError(Exception):
    def __init__(self, code: str, value: str = "") -> None:
        super().__init__(code)
        self.code, self.value = code, value


class _Pipe:
    """Messages with their length before them, both ways."""

    def __init__(self, stdin: BinaryIO, stdout: BinaryIO) -> None:
        self._stdin, self._stdout = stdin, stdout

    def read(self) -> bytes:
        (size,) = _HEAD.unpack(self._stdin.read(_HEAD.size))
        return self._stdin.read(size)

    def write(self, value: object) -> None:
        encoded = json.dumps(value, default=_plain, ensure_ascii=False).encode()
        self._stdout.write(_HEAD.pack(len(encoded)) + encoded)
        self._stdout.flush()


class _Helper:
    """Stands where the package's own helper makes requests: it has the parent make them."""

    def __init__(self, pipe: _Pipe) -> None:
        self._pipe = pipe
        self._known: dict[object, tuple[dict[str, str], bytes]] = {}

    def get(self, *, url: str, **options: Any) -> Any:  # noqa: ANN401 - the package's own types
        if options.get("cert"):
            raise _RefusedError("not-offered", "certificate")
        requests = import_module("requests")
        of_request = {name: options.get(name) for name in ("params", "headers", "auth")}
        asked = requests.Request("GET", url, **of_request).prepare()
        key = (asked.url, *sorted(asked.headers.items()))
        if key not in self._known:
            self._pipe.write({"url": asked.url, "headers": dict(asked.headers)})
            self._known[key] = (json.loads(self._pipe.read()), self._pipe.read())
        head, body = self._known[key]
        response = requests.Response()
        response.status_code, response.url, response._content = 200, asked.url, body  # noqa: SLF001
        response.headers.update(head)
        response.encoding = requests.utils.get_encoding_from_headers(response.headers)
        return response

    def post(self, **_: object) -> NoReturn:
        raise _RefusedError("not-offered", "post")


def _converters() -> list[Any]:
    pulled = import_module("parkapi_sources.converters.base_converter.pull").PullConverter
    known = import_module("parkapi_sources").ParkAPISources.converter_classes
    return [one for one in known if issubclass(one, pulled)]


def _made(converter: Any, helper: _Helper | None, config: dict[str, str]) -> Any:  # noqa: ANN401
    helper_class = import_module("parkapi_sources.util").ConfigHelper
    return converter(config_helper=helper_class(config=config), request_helper=helper)


def _told(converter: Any) -> dict[str, object]:  # noqa: ANN401
    """Tell of a source what somebody who wants to poll it has to know."""
    info = converter.source_info
    return {
        "uid": info.uid,
        "name": info.name,
        "url": info.public_url or info.source_url or "",
        "is_live": bool(info.has_realtime_data),
        "keys": _keys(converter),
        "licence": info.attribution_license or "",
        "lacks": _lacks(converter),
    }


def _keys(converter: Any) -> list[str]:  # noqa: ANN401
    return [key for key in _made(converter, None, {}).required_config_keys if key != _FIXED_KEY]


def _lacks(converter: Any) -> str:  # noqa: ANN401
    """Say why a source cannot be offered; empty where it can."""
    if converter.source_info.uid in _OWN_CONNECTIONS:
        return "connection"
    if any("Mobilithek" in base.__name__ for base in converter.__mro__):
        return "certificate"
    return "" if len(_keys(converter)) <= MOST_KEYS else "keys"


def _items(pipe: _Pipe, order: dict[str, str]) -> Iterator[dict[str, object]]:
    """Yield sites and spots, each with its newest state in the same object."""
    converter = _ordered(pipe, order)
    _limit()
    began = datetime.now(UTC) - timedelta(seconds=1)  # noqa: TID251 - a process of its own
    for kind in ("sites", "spots"):
        if not hasattr(converter, f"get_static_parking_{kind}"):
            continue
        newest: dict[str, Any] = {}
        if converter.source_info.has_realtime_data:
            live, _ = getattr(converter, f"get_realtime_parking_{kind}")()
            newest = {one.uid: one.to_dict() for one in live}
        fixed, _ = getattr(converter, f"get_static_parking_{kind}")()
        for one in fixed:
            item = {**one.to_dict(), **newest.get(one.uid, {})}
            if kind == "spots":
                item.setdefault("realtime_status", None)
            yield _without_clock(item, began)


def _ordered(pipe: _Pipe, order: dict[str, str]) -> Any:  # noqa: ANN401
    """Make the converter, and tell the parent whom it may ask before it has seen a payload."""
    uid = order["source"]
    found = next((one for one in _converters() if one.source_info.uid == uid), None)
    if found is None:
        raise _RefusedError("unknown", uid)
    if _lacks(found):
        raise _RefusedError("not-offered", _lacks(found))
    keys = _keys(found)
    given = [text for text in (order["name"], order["secret"]) if text][-len(keys) or None :]
    if len(given) < len(keys):
        raise _RefusedError("secret", ", ".join(keys))
    config = {_FIXED_KEY: FIXED} | dict(zip(keys, given, strict=False))
    converter = _made(found, _Helper(pipe), config)
    info = converter.source_info
    own = (info.source_url, info.public_url, getattr(converter, "_base_url", None), FIXED)
    pipe.write({"hosts": [urlsplit(url).hostname for url in own if isinstance(url, str)]})
    return converter


def _without_clock(item: dict[str, object], began: datetime) -> dict[str, object]:
    """Leave out times that are the clock's when it was asked: no feed has said them."""
    item.pop("static_data_updated_at", None)
    newest = item.get("realtime_data_updated_at")
    if isinstance(newest, datetime) and newest >= began:
        del item["realtime_data_updated_at"]
    return item


def _plain(value: object) -> object:
    if isinstance(value, datetime):
        return value.isoformat()
    if isinstance(value, Enum):
        return value.value
    shape = getattr(value, "__geo_interface__", None)
    if shape is not None:
        return shape
    return float(str(value)) if hasattr(value, "as_integer_ratio") else str(value)


def _limit() -> None:
    pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[0])
    memory = pages * resource.getpagesize() + GROWTH_BYTES
    for limit, most in (
        (resource.RLIMIT_AS, memory),
        (resource.RLIMIT_CPU, CPU_S),
        (resource.RLIMIT_CORE, 0),
        (resource.RLIMIT_FSIZE, 0),
    ):
        resource.setrlimit(limit, (most, most))
    nowhere = os.open(os.devnull, os.O_WRONLY)
    for printed in (1, 2):  # the city's log is no place for what a payload makes it print
        os.dup2(nowhere, printed)
    sys.addaudithook(_refuse)


def _refuse(event: str, _arguments: object) -> None:
    if event in _REFUSED:
        raise PermissionError(event)


if __name__ == "__main__":
    main()

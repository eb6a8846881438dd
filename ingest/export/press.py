"""Press: prints whole-city exports in slices between others' turns, and keeps each for a moment.

It knows bytes, slices and for how long a print may be handed out; what stands in it is the sheets'.
"""

import asyncio
import zlib
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from hashlib import blake2b
from itertools import islice
from typing import Final

SLICE: Final = 20
"""Pieces rendered before others have their turn: about a millisecond."""
FRESH_US: Final = 1_000_000
SHARE: Final = 10
"""An export may take a tenth of a process: what took long to print is kept for ten times that."""
KEPT_S: Final = 10.0
GZIP_LEVEL: Final = 3
_GZIP_WINDOW: Final = 31


@dataclass(frozen=True, slots=True)
class Sheet:
    """How one export is put together. `head` is not in the tag, as it tells the time: what of it
    must be, is in `tagged`.
    """

    media_type: str
    head: bytes
    pieces: Iterable[bytes]
    between: bytes
    tail: bytes
    tagged: bytes = b""


@dataclass(slots=True)
class Print:
    """One export as it was at `at_us`; `etag` changes with the lots and not with the clock.

    It stays in parts: to make one of them takes tens of milliseconds for a city.
    """

    media_type: str
    parts: list[bytes]
    etag: str
    at_us: int
    fresh_us: int
    pieces: int
    _gzipped: list[bytes] | None = field(default=None, repr=False)

    @property
    def size(self) -> int:
        return sum(map(len, self.parts))

    async def gzipped(self) -> list[bytes]:
        """Compress once for all, beside the loop."""
        if self._gzipped is None:
            self._gzipped = await asyncio.to_thread(_gzip, self.parts)
        return self._gzipped


@dataclass(slots=True)
class _Place:
    lock: asyncio.Lock = field(default_factory=asyncio.Lock)
    version: object = None
    held: Print | None = None


class Press:
    """One per process. Prints under one name are printed once, whoever waits for them."""

    def __init__(self, seconds: Callable[[], float]) -> None:
        self._seconds = seconds
        self._places: dict[str, _Place] = {}

    async def held(
        self, name: str, now_us: int, sheet: Callable[[], Sheet], *, version: object = None
    ) -> Print:
        """Return a print not older than a second, or than ten times what it took to print.

        With a `version`, one of that version is good as long as it is kept. `name` is one of few.
        """
        place = self._places.setdefault(name, _Place())
        async with place.lock:
            held = place.held
            if held is not None and _is_good(place, held, version, now_us):
                return held
            printed = await self.printed(sheet(), now_us)
            place.held, place.version = printed, version
            kept_s = max(KEPT_S, printed.fresh_us / 1_000_000)
            asyncio.get_running_loop().call_later(kept_s, _let_go, place, printed)
            return printed

    async def printed(self, sheet: Sheet, now_us: int) -> Print:
        """Render it now; nobody else gets it."""
        began = self._seconds()
        waited = 0.0
        digest = blake2b(sheet.tagged, digest_size=12)
        parts, pieces = [sheet.head], 0
        for some in batched(sheet.pieces):
            part = sheet.between.join(some)
            digest.update(part)
            parts.append(sheet.between + part if pieces else part)
            pieces += len(some)
            paused = self._seconds()
            await asyncio.sleep(0)
            waited += self._seconds() - paused
        parts.append(sheet.tail)
        took_us = round((self._seconds() - began - waited) * 1_000_000)
        fresh_us = max(FRESH_US, SHARE * took_us)
        etag = f'W/"{digest.hexdigest()}"'
        return Print(sheet.media_type, parts, etag, now_us, fresh_us, pieces)


def batched(pieces: Iterable[bytes]) -> Iterator[list[bytes]]:
    """Yield the pieces that are not empty, as many together as are rendered in one turn."""
    rest = iter(pieces)
    while some := list(islice(rest, SLICE)):
        kept = [piece for piece in some if piece]
        if kept:
            yield kept


def _is_good(place: _Place, held: Print, version: object, now_us: int) -> bool:
    if version is not None:
        return place.version == version
    return 0 <= now_us - held.at_us < held.fresh_us


def _let_go(place: _Place, printed: Print) -> None:
    if place.held is printed:
        place.held = None


def _gzip(parts: Iterable[bytes]) -> list[bytes]:
    packer = zlib.compressobj(GZIP_LEVEL, zlib.DEFLATED, _GZIP_WINDOW)
    return [*map(packer.compress, parts), packer.flush()]

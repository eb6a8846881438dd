"""Readers: the reading processes that this one keeps, a few payloads at a time."""

import asyncio
import os
import struct
import sys
from contextlib import suppress
from typing import Final

import msgspec

from ingest.polling.reading import ReadAs, Reading, decode_reading
from ingest.polling.reading_process import LONGEST_ANSWER, READ_S, pack_request

AT_ONCE: Final = 2
PATIENCE_S: Final = 10.0
"""Beyond what a payload may take: a reading process that is slower than this is ended."""
_KEPT: Final = ("PATH", "PYTHONPATH", "LANG", "LC_ALL", "TZ")
"""Of the environment; the rest holds what no payload's reader needs to know."""
_GONE: Final = Reading(code="feed-unreadable", value="the reader ended")


class Readers:
    """Started when first needed; one that ends or hangs is replaced, and its payload refused."""

    def __init__(self, at_once: int = AT_ONCE) -> None:
        self._idle: asyncio.LifoQueue[asyncio.subprocess.Process | None] = asyncio.LifoQueue()
        for _ in range(at_once):
            self._idle.put_nowait(None)
        self._at_once = at_once

    async def read(self, content: bytes, read_as: ReadAs) -> Reading:
        """Read a payload in another process; waits for its turn. Never raises for a payload."""
        process = await self._idle.get()
        answered = None
        try:
            if process is None or process.returncode is not None:
                process = await _start()
            async with asyncio.timeout(READ_S + PATIENCE_S):
                answered = await _exchanged(process, pack_request(content, read_as))
            return decode_reading(answered)
        except (OSError, EOFError, TimeoutError, msgspec.MsgspecError):
            answered = None
            return _GONE
        finally:
            if answered is None and process is not None:
                _end(process)
                process = None
            self._idle.put_nowait(process)

    async def aclose(self) -> None:
        """End the processes."""
        for _ in range(self._at_once):
            process = await self._idle.get()
            if process is not None:
                _end(process)
                await process.wait()


async def _start() -> asyncio.subprocess.Process:
    return await asyncio.create_subprocess_exec(
        sys.executable,
        "-m",
        "ingest.polling.reading_process",
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
        env={name: os.environ[name] for name in _KEPT if name in os.environ},
    )


async def _exchanged(process: asyncio.subprocess.Process, request: bytes) -> bytes:
    if process.stdin is None or process.stdout is None:
        raise EOFError
    process.stdin.write(request)
    await process.stdin.drain()
    (size,) = struct.unpack(">I", await process.stdout.readexactly(4))
    if size > LONGEST_ANSWER + 1:
        raise EOFError
    return await process.stdout.readexactly(size)


def _end(process: asyncio.subprocess.Process) -> None:
    with suppress(ProcessLookupError):
        process.kill()

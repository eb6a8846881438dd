"""The parent's side of the converting process: orders, what is fetched for it, and its answer."""

import asyncio
import json
import os
import signal
import struct
import sys
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager, suppress
from pathlib import Path
from typing import Any, Final

SCRIPT: Final = Path(__file__).parent / "converting.py"
LONGEST: Final = 64 * 2**20
_HEAD: Final = struct.Struct(">I")
_KEPT: Final = ("PATH", "LANG", "LC_ALL", "TZ")
"""Of the environment; the rest holds what no converter needs to know."""


class Conversation:
    """One order's exchange of messages. EOFError where the process has ended."""

    def __init__(self, process: asyncio.subprocess.Process) -> None:
        self._process = process

    async def say(self, *messages: bytes) -> None:
        if self._process.stdin is None:
            raise EOFError
        for message in messages:
            self._process.stdin.write(_HEAD.pack(len(message)) + message)
        await self._process.stdin.drain()

    async def hear(self) -> Mapping[str, Any]:
        """Return the next message."""
        if self._process.stdout is None:
            raise EOFError
        (size,) = _HEAD.unpack(await self._process.stdout.readexactly(_HEAD.size))
        if size > LONGEST:
            raise EOFError
        heard: Any = json.loads(await self._process.stdout.readexactly(size))
        return heard if isinstance(heard, Mapping) else {}


@asynccontextmanager
async def converting(python: str, order: Mapping[str, object]) -> AsyncIterator[Conversation]:
    """Start a process for one order; `python` empty: the one that runs us. It ends when left."""
    process = await asyncio.create_subprocess_exec(
        python or sys.executable,
        "-I",
        str(SCRIPT),
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
        env={name: os.environ[name] for name in _KEPT if name in os.environ},
        start_new_session=True,
    )
    try:
        conversation = Conversation(process)
        await conversation.say(json.dumps(order).encode())
        yield conversation
    finally:
        # Whatever it started too: a child of its own would keep the pipes open, and us waiting.
        with suppress(ProcessLookupError, PermissionError):
            os.killpg(process.pid, signal.SIGKILL)
        await process.wait()

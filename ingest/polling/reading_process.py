"""The reading process: takes payloads on stdin, reads each in a fork of its own, answers on stdout.

    python -m ingest.polling.reading_process

A fork may take so much memory, processor time and time; one that bursts, hangs or crashes is ended
and told as a finding. It inherits no secret: who starts this process gives it no environment.
"""

import gc
import os
import resource
import select
import signal
import struct
import sys
import time
from contextlib import suppress
from pathlib import Path
from typing import BinaryIO, Final, NoReturn

import msgspec

from ingest.polling.content_coding import MAX_BODY_BYTES
from ingest.polling.reading import ReadAs, Reading, encode_reading, read_publication

GROWTH_BYTES: Final = 640 * 2**20
"""What reading the largest body into objects takes, and no more."""
READ_S: Final = 15.0
CPU_S: Final = 12
LONGEST_ANSWER: Final = 64 * 2**20
_HEAD: Final = struct.Struct(">II")
_PIECE: Final = 2**20
_BURST: Final = "reading it takes too long, too much memory, or ends the reader"


def main() -> None:
    """Serve until stdin ends."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # whoever started us ends us by closing stdin
    gc.collect()
    gc.freeze()  # a fork shares what is not touched
    stdin, stdout = sys.stdin.buffer, os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # what some library prints is no part of an answer
    while (asked := read_request(stdin)) is not None:
        answer = _read_apart(*asked)
        stdout.write(struct.pack(">I", len(answer)) + answer)
        stdout.flush()


def pack_request(content: bytes, read_as: ReadAs) -> bytes:
    """Frame a payload and how to read it."""
    head = msgspec.msgpack.encode(read_as)
    return _HEAD.pack(len(head), len(content)) + head + content


def read_request(stdin: BinaryIO) -> tuple[bytes, ReadAs] | None:
    """Read one framed payload; None where there is no other."""
    head = stdin.read(_HEAD.size)
    if len(head) < _HEAD.size:
        return None
    head_size, size = _HEAD.unpack(head)
    if size > MAX_BODY_BYTES:
        return None
    read_as = msgspec.msgpack.decode(stdin.read(head_size), type=ReadAs)
    return stdin.read(size), read_as


def _read_apart(content: bytes, read_as: ReadAs) -> bytes:
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(reading)
        _read_in_child(content, read_as, writing)
    os.close(writing)
    try:
        answer = _taken(reading, time.monotonic() + READ_S)
    finally:
        os.close(reading)
        with suppress(ProcessLookupError):
            os.kill(child, signal.SIGKILL)
        _, status = os.waitpid(child, 0)
    if answer is None or (not answer and status):
        return encode_reading(Reading(code="feed-unreadable", value=_BURST))
    return answer


def _read_in_child(content: bytes, read_as: ReadAs, writing: int) -> NoReturn:
    try:
        _limit()
        answer = encode_reading(read_publication(content, read_as))
        with os.fdopen(writing, "wb") as pipe:
            pipe.write(answer)
    finally:
        os._exit(0)  # nothing of the parent's is flushed or closed twice


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


def _taken(reading: int, until_s: float) -> bytes | None:
    """Take a child's whole answer; None where it is late or too long."""
    pieces = bytearray()
    while True:
        left_s = until_s - time.monotonic()
        if left_s <= 0 or len(pieces) > LONGEST_ANSWER:
            return None
        if select.select([reading], [], [], left_s)[0]:
            piece = os.read(reading, _PIECE)
            if not piece:
                return bytes(pieces) or None
            pieces += piece


if __name__ == "__main__":
    main()

"""Payloads are read in a process of their own: one that is made to hurt is refused, and no more."""

import asyncio
import gzip
import io
import os
import time
import zipfile
from collections.abc import AsyncIterator, Callable
from pathlib import Path

import pytest

from ingest.polling.readers import Readers
from ingest.polling.reading import ReadAs, Reading, decode_reading, encode_reading
from tests.ingest.polling.publications import publication

ENTITIES = "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 10}">' for n in range(1, 10))


def zipped(*members: tuple[str, bytes]) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        for name, content in members:
            archive.writestr(name, content)
    return packed.getvalue()


HOSTILE: dict[str, Callable[[], bytes]] = {
    "file_entity": lambda: b'<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><a>&x;</a>',
    "network_entity": lambda: b'<!DOCTYPE a [<!ENTITY x SYSTEM "http://169.254.169.254/">]><a>&x;</a>',
    "parameter_entity": lambda: b'<!DOCTYPE a [<!ENTITY % x SYSTEM "file:///etc/passwd"> %x;]><a/>',
    "laughs": f'<!DOCTYPE a [<!ENTITY e0 "ha">{ENTITIES}]><a>&e9;</a>'.encode,
    "quadratic": lambda: (
        b'<!DOCTYPE a [<!ENTITY x "' + b"y" * 100_000 + b'">]><a>' + b"&x;" * 10_000 + b"</a>"
    ),
    "deep_xml": lambda: b"<a>" * 1_000_000,
    "wide_xml": lambda: b"<a>" + b"<b/>" * 2_000_000 + b"</a>",
    "deep_json": lambda: b"[" * 5_000_000,
    "long_number": lambda: b"[" + b"9" * 1_000_000 + b"]",
    "gzip": lambda: gzip.compress(b" " * 100_000_000, 9),
    "gzip_twice": lambda: gzip.compress(gzip.compress(b"0" * 50_000_000, 9), 9),
    "zip": lambda: zipped(("a.json", b"0" * 100_000_000)),
    "slip": lambda: zipped(("../../etc/cron.d/x", b"{}"), ("/abs.json", b"{}")),
    "nested": lambda: zipped(("a.zip", zipped(("b.zip", b"0" * 1_000_000)))),
    "noise": lambda: os.urandom(1_000_000),
    "nothing": lambda: b"",
}  # fmt: skip
"""How each is made; workers that collect these tests need none of them."""


@pytest.fixture(scope="module")
def loop_readers():
    """One reading process for the whole file: it must survive all of it."""
    loop = asyncio.new_event_loop()
    readers = Readers(at_once=1)
    first = loop.run_until_complete(readers.read(b"{}", ReadAs()))
    assert first.code
    yield loop, readers
    loop.run_until_complete(readers.aclose())
    loop.close()


def pid_of(readers: Readers) -> int:
    process = readers._idle.get_nowait()
    readers._idle.put_nowait(process)
    assert process is not None
    return process.pid


def environment_of(pid: int) -> bytes:
    return Path(f"/proc/{pid}/environ").read_bytes()


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_payload_is_refused_quickly_and_the_reader_lives(loop_readers, name: str):
    loop, readers = loop_readers
    before, content = pid_of(readers), HOSTILE[name]()
    began_s = time.monotonic()
    reading = loop.run_until_complete(readers.read(content, ReadAs()))
    took_s = time.monotonic() - began_s
    assert reading.publication is None
    assert reading.code in {"feed-unreadable", "feed-unrecognised"}
    assert "root:" not in reading.value
    assert took_s < 2  # a second, on a machine that does nothing else
    assert pid_of(readers) == before
    resident_kb = int(Path(f"/proc/{before}/statm").read_text().split()[1]) * 4
    assert resident_kb < 400_000


@pytest.fixture
async def readers() -> AsyncIterator[Readers]:
    made = Readers(at_once=1)
    yield made
    await made.aclose()


async def test_a_reading_process_that_is_killed_is_replaced(readers: Readers):
    await readers.read(b"{}", ReadAs())
    os.kill(pid_of(readers), 9)
    await asyncio.sleep(0.05)
    assert (await readers.read(b"[]", ReadAs())).code == "feed-unrecognised"


async def test_the_reading_process_knows_no_secret_of_ours(
    readers: Readers, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setenv("ONELOT_DATABASE_URL", "postgresql://open-sesame")
    await readers.read(b"{}", ReadAs())
    assert b"sesame" not in environment_of(pid_of(readers))


def test_a_publication_crosses_between_processes_unchanged():
    made = publication({"A": 5, "B": None}, at="2026-11-21T09:00:00+08:00", is_open={"A": False})
    made.find("no-name", "/lots/0", "A", field="name")
    assert decode_reading(encode_reading(Reading(made))) == Reading(made)

"""One payload comes out of what was packed; bombs, traps and riddles are refused with a mend."""

import gzip
import io
import struct
import zipfile
import zlib
from collections.abc import Callable
from functools import cache

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ingest.formats.unpacking import unpack_one
from ingest.registry.rows import UnreadableFileError
from tests.ingest.formats.hostile import cost_of

LOTS = "编号,名称,泊位\nJN-1,泉城广场,240\n".encode()


def zipped(members: dict[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    kept = io.BytesIO()
    with zipfile.ZipFile(kept, "w", method) as archive:
        for name, content in members.items():
            archive.writestr(zipfile.ZipInfo(name), content, method)
    return kept.getvalue()


def zeros(size: int) -> bytes:
    packer = zlib.compressobj(9, zlib.DEFLATED, 31)
    pieces = [packer.compress(bytes(2**20)) for _ in range(size // 2**20)]
    return b"".join([*pieces, packer.flush()])


def overlapped(count: int) -> bytes:
    """A zip whose members all point at the bytes of the first."""
    body = zlib.compress(b"x" * 200_000, 9)[2:-4]
    crc, name = zlib.crc32(b"x" * 200_000), b"a"
    common = struct.pack("<HHHHHIIIHH", 20, 0, 8, 0, 33, crc, len(body), 200_000, len(name), 0)
    first = b"PK\x03\x04" + common + name + body
    entry = b"PK\x01\x02" + struct.pack("<H", 20) + common + struct.pack("<HHHII", 0, 0, 0, 0, 0)
    directory = (entry + name) * count
    ends = struct.pack("<HHHHIIH", 0, 0, count, count, len(directory), len(first), 0)
    return first + directory + b"PK\x05\x06" + ends


def encrypted() -> bytes:
    content = bytearray(zipped({"lots.csv": LOTS}))
    for mark, place in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        content[content.find(mark) + place] |= 1
    return bytes(content)


def lying() -> bytes:
    """A zip whose directory says that a member of 40 MB has 10 bytes."""
    content = bytearray(zipped({"lots.csv": bytes(40 * 2**20)}))
    for mark, place in ((b"PK\x03\x04", 22), (b"PK\x01\x02", 24)):
        start = content.find(mark) + place
        content[start : start + 4] = struct.pack("<I", 10)
    return bytes(content)


HOSTILE: dict[str, tuple[Callable[[], bytes], str]] = {
    "gzip 1000:1": (lambda: zeros(300 * 2**20), "100 times"),
    "gzip cut short": (lambda: gzip.compress(LOTS * 99)[:-20], "broken"),
    "gzip in gzip": (lambda: gzip.compress(gzip.compress(LOTS)), "within a packed file"),
    "bzip2": (lambda: b"BZh91AY&SY", "send it plain"),
    "overlap": (lambda: overlapped(500), "overlap"),
    "slip": (lambda: zipped({"../../etc/cron.d/x": LOTS}), "leads elsewhere"),
    "slip from the root": (lambda: zipped({"/etc/passwd": LOTS}), "leads elsewhere"),
    "slip by a drive": (lambda: zipped({"C:/lots.csv": LOTS}), "leads elsewhere"),
    "slip backwards": (lambda: zipped({"..\\lots.csv": LOTS}), "leads elsewhere"),
    "a password": (encrypted, "password"),
    "zip 1000:1": (lambda: zipped({"lots.csv": bytes(60 * 2**20)}), "100 times"),
    "a directory that lies": (lying, "100 times|not as large"),
    "zip in zip": (lambda: zipped({"a.zip": zipped({"lots.csv": LOTS})}), "within a packed file"),
    "many files": (
        lambda: zipped({f"{n}.csv": b"1" for n in range(1_001)}),
        "more than 1000 files",
    ),
    "two files": (
        lambda: zipped({"lots.csv": LOTS, "areas.csv": LOTS}),
        "2 files .'areas.csv', 'lots",
    ),
    "no file": (lambda: zipped({}), "no file"),
    "a folder only": (lambda: zipped({"lots/": b""}), "no file"),
    "a broken directory": (lambda: zipped({"lots.csv": LOTS})[:-30], "broken"),
    "a bomb that calls itself a sheet": (
        lambda: zipped({"[Content_Types].xml": b"<Types/>", "xl/sheet.xml": bytes(60 * 2**20)}),
        "100 times",
    ),
}
"""How each is made, and what is told of it; workers that collect these tests need none of them."""


@cache
def hostile(named: str) -> bytes:
    return HOSTILE[named][0]()


@pytest.mark.parametrize("named", HOSTILE)
def test_hostile_packing_is_refused_with_what_to_do(named: str):
    with pytest.raises(UnreadableFileError, match=HOSTILE[named][1]):
        unpack_one(hostile(named), "lots")


@pytest.mark.parametrize("named", [
    "gzip 1000:1", "overlap", "zip 1000:1", "a directory that lies", "many files",
    "a bomb that calls itself a sheet",
])  # fmt: skip
def test_a_refusal_costs_under_a_second_and_64_mb(named: str):
    cost = cost_of(
        hostile(named), "ingest.formats.unpacking", "unpack_one(content, '')", "UnreadableFileError"
    )
    assert cost.told
    assert cost.cpu_s < 1.0
    assert cost.peak_bytes < 64 * 2**20


def test_a_gzip_at_the_permitted_ratio_is_still_bounded():
    """What unpacks to just too much, at a ratio that passes, is counted and not kept."""
    content = b"".join(gzip.compress(bytes(2**18), 9) for _ in range(300))
    cost = cost_of(
        content, "ingest.formats.unpacking", "unpack_one(content, '')", "UnreadableFileError"
    )
    assert cost.told
    assert cost.peak_bytes < 8 * 2**20


def test_gzip_and_its_ending_come_off():
    assert unpack_one(gzip.compress(LOTS), "lots.csv.gz") == (LOTS, "lots.csv")
    assert unpack_one(gzip.compress(LOTS) + gzip.compress(LOTS), "x")[0] == LOTS * 2


def test_the_only_file_of_a_zip_comes_out_under_its_own_name():
    members = {"济南/": b"", "济南/lots.csv": LOTS, "__MACOSX/济南/._lots.csv": b"\x00"}
    assert unpack_one(zipped(members), "upload.zip") == (LOTS, "lots.csv")
    assert unpack_one(zipped({"lots.csv": LOTS}, zipfile.ZIP_STORED), "")[0] == LOTS


def test_a_spreadsheet_stays_packed_even_out_of_a_zip():
    sheet = zipped({"[Content_Types].xml": b"<Types/>", "xl/workbook.xml": b"<workbook/>"})
    assert unpack_one(sheet, "lots.xlsx") == (sheet, "lots.xlsx")
    assert unpack_one(zipped({"lots.xlsx": sheet}), "upload.zip") == (sheet, "lots.xlsx")
    assert unpack_one(gzip.compress(sheet), "lots.xlsx.gz") == (sheet, "lots.xlsx")


def test_what_is_not_packed_is_handed_on_as_it_is():
    assert unpack_one(LOTS, "lots.csv") == (LOTS, "lots.csv")
    assert unpack_one(b"", "") == (b"", "")


@settings(max_examples=150, deadline=None)
@given(st.data())
def test_any_damage_is_refused_or_does_no_harm(data: st.DataObject):
    packed = data.draw(st.sampled_from([
        gzip.compress(LOTS), zipped({"lots.csv": LOTS}), zipped({"a": LOTS, "b/": b""}),
        zipped({"mimetype": b"x", "content.xml": LOTS}), overlapped(3),
    ]))  # fmt: skip
    damaged = bytearray(packed)
    for place in data.draw(st.lists(st.integers(0, len(packed) - 1), max_size=6)):
        damaged[place] = data.draw(st.integers(0, 255))
    content = bytes(damaged[: data.draw(st.integers(1, len(packed)))])
    unpacked, told = b"", ""
    try:
        unpacked, _ = unpack_one(content, "x")
    except UnreadableFileError as error:
        told = str(error)
    assert told or len(unpacked) <= 100 * len(content) + 2**18


@given(st.binary(max_size=2_000), st.sampled_from([zipfile.ZIP_DEFLATED, zipfile.ZIP_STORED]))
def test_what_is_packed_comes_out_the_same(content: bytes, method: int):
    if not content.startswith((b"\x1f\x8b", b"PK", b"BZh")):
        assert unpack_one(gzip.compress(content), "")[0] == content
        assert unpack_one(zipped({"x": content}, method), "")[0] == content

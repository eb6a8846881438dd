"""The members of a zip, each looked at before any is unpacked."""

import io
import re
import struct
import zipfile
from dataclasses import dataclass
from typing import Final

from ingest.formats.inflating import LARGEST_RATIO, UnpackedTooLargeError, inflated_size
from ingest.registry.rows import UnreadableFileError

MEMBERS_MAX: Final = 1_000
_OFFICE: Final = frozenset({"[Content_Types].xml", "mimetype"})
_LOCAL_HEADER: Final = 30
_LENGTHS: Final = struct.Struct("<HH")
_DRIVE: Final = re.compile("[A-Za-z]:")
_ENCRYPTED: Final = 0x1
_BARE_DEFLATE: Final = -15
_FREE_OF_RATIO: Final = 256 * 2**10


@dataclass(frozen=True, slots=True)
class Members:
    """The files in a zip, folders left out. `is_office`: they are parts of one spreadsheet."""

    files: list[zipfile.ZipInfo]
    is_office: bool


def checked_members(content: bytes, *, largest: int) -> Members:
    """Read the directory and check all that it names, without unpacking anything into memory.

    UnreadableFileError, UnpackedTooLargeError or zipfile's own errors where something is wrong.
    """
    if content.count(b"PK\x01\x02") > MEMBERS_MAX:
        raise UnreadableFileError(f"the zip file holds more than {MEMBERS_MAX} files")
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        infos, directory = archive.infolist(), archive.start_dir
    for info in infos:
        _check_name(info)
        if info.flag_bits & _ENCRYPTED:
            raise UnreadableFileError("the zip file has a password; pack it without")
    _check_places(content, infos, directory)
    total = 0
    for info in infos:
        total += _size(content, info, largest)
        if total > largest:
            raise UnpackedTooLargeError(f"it unpacks to more than {largest // 2**20} MiB")
    files = [info for info in infos if not info.is_dir()]
    return Members(files, any(info.filename in _OFFICE for info in files))


def payloads(members: Members) -> list[zipfile.ZipInfo]:
    """Return the files that somebody meant to send, without what computers add."""
    return [info for info in members.files if not _is_debris(info.filename)]


def _check_name(info: zipfile.ZipInfo) -> None:
    written = info.orig_filename.replace("\\", "/")
    steps = written.split("/")
    if written.startswith("/") or ".." in steps or _DRIVE.match(written) or "\x00" in written:
        raise UnreadableFileError(
            f"the zip file holds a name that leads elsewhere, {written!r:.60}; pack it again"
        )


def _check_places(content: bytes, infos: list[zipfile.ZipInfo], directory: int) -> None:
    """Refuse members that share bytes: many of them may unpack one bomb again and again."""
    spans = sorted((info.header_offset, _end_of(content, info)) for info in infos)
    ends = [*(start for start, _ in spans[1:]), directory]
    if any(end > following for (_, end), following in zip(spans, ends, strict=False)):
        raise UnreadableFileError("the zip file has members that overlap; pack it again")


def _end_of(content: bytes, info: zipfile.ZipInfo) -> int:
    return _start_of(content, info) + info.compress_size


def _start_of(content: bytes, info: zipfile.ZipInfo) -> int:
    header = content[info.header_offset : info.header_offset + _LOCAL_HEADER]
    if len(header) < _LOCAL_HEADER or not header.startswith(b"PK\x03\x04"):
        raise zipfile.BadZipFile("a member is not where the directory says")
    name_length, extra_length = _LENGTHS.unpack(header[26:])
    return info.header_offset + _LOCAL_HEADER + int(name_length) + int(extra_length)


def _size(content: bytes, info: zipfile.ZipInfo, largest: int) -> int:
    """Return how much the member unpacks to, counted and not believed."""
    if info.file_size > largest:
        raise UnpackedTooLargeError(f"it unpacks to more than {largest // 2**20} MiB")
    if info.file_size > _FREE_OF_RATIO + info.compress_size * LARGEST_RATIO:
        raise UnpackedTooLargeError(f"it unpacks to more than {LARGEST_RATIO} times its size")
    start = _start_of(content, info)
    packed = memoryview(content)[start : start + info.compress_size]
    if info.compress_type == zipfile.ZIP_STORED:
        return len(packed)
    if info.compress_type != zipfile.ZIP_DEFLATED:
        raise UnreadableFileError("the zip file is packed in a rare way; pack it again as usual")
    size = inflated_size(packed, _BARE_DEFLATE, largest=largest)
    if size != info.file_size:
        raise zipfile.BadZipFile("a member is not as large as the directory says")
    return size


def _is_debris(name: str) -> bool:
    steps = name.split("/")
    return "__MACOSX" in steps or steps[-1].startswith("._") or steps[-1] in {
        ".DS_Store", "Thumbs.db", "desktop.ini",
    }  # fmt: skip

"""Takes one payload out of what was packed, and refuses what would burst or hide something."""

import io
import zipfile
from pathlib import PurePosixPath
from typing import Final

from ingest.formats.inflating import UnpackedTooLargeError, inflated, inflated_size
from ingest.formats.zip_members import checked_members, payloads
from ingest.registry.rows import UnreadableFileError

LARGEST: Final = 64 * 2**20
_GZIP: Final = b"\x1f\x8b"
_ZIP: Final = b"PK\x03\x04"
_EMPTY_ZIP: Final = b"PK\x05\x06"
_OTHERS: Final = (
    (b"BZh", "bzip2"),
    (b"\xfd7zXZ\x00", "xz"),
    (b"\x28\xb5\x2f\xfd", "zstd"),
    (b"7z\xbc\xaf\x27\x1c", "7z"),
    (b"Rar!\x1a\x07", "rar"),
)
_GZIP_FORMAT: Final = 31


def unpack_one(content: bytes, name: str) -> tuple[bytes, str]:
    """Return the payload and its name: out of gzip, out of a zip with one file, or as it is.

    A spreadsheet, which is a zip itself, is checked and returned whole. UnreadableFileError says
    what to mend: several files, a name that leads elsewhere, a password, a bomb.
    """
    packing = next((packing for mark, packing in _OTHERS if content.startswith(mark)), None)
    if packing is not None:
        raise UnreadableFileError(f"packed with {packing}; send it plain, as gzip or as zip")
    if content.startswith(_GZIP):
        unpacked, name = _out_of_gzip(content), name.removesuffix(".gz").removesuffix(".GZ")
    elif content.startswith((_ZIP, _EMPTY_ZIP)):
        packed = _out_of_zip(content)
        if packed is None:
            return content, name
        unpacked, name = packed
    else:
        return content, name
    if unpacked.startswith(_GZIP) or (
        unpacked.startswith((_ZIP, _EMPTY_ZIP)) and _out_of_zip(unpacked) is not None
    ):
        raise UnreadableFileError("a packed file within a packed file; pack it once")
    return unpacked, name


def _out_of_gzip(content: bytes) -> bytes:
    try:
        size = inflated_size(content, _GZIP_FORMAT, largest=LARGEST)
        return inflated(content, _GZIP_FORMAT, size)
    except UnpackedTooLargeError as error:
        raise UnreadableFileError(f"the gzip file is not unpacked: {error}") from error
    except ValueError as error:
        raise UnreadableFileError(f"the gzip file is broken: {error}; pack it again") from error


def _out_of_zip(content: bytes) -> tuple[bytes, str] | None:
    """Return the one file and its name; None for a spreadsheet, which stays packed."""
    try:
        members = checked_members(content, largest=LARGEST)
        if members.is_office:
            return None
        found = payloads(members)
        if len(found) != 1:
            raise UnreadableFileError(_not_one([info.filename for info in found]))
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            unpacked = archive.read(found[0])
    except UnpackedTooLargeError as error:
        raise UnreadableFileError(f"the zip file is not unpacked: {error}") from error
    except (ValueError, zipfile.BadZipFile, NotImplementedError, RuntimeError, OSError) as error:
        raise UnreadableFileError(f"the zip file is broken: {error}; pack it again") from error
    return unpacked, PurePosixPath(found[0].filename).name


def _not_one(names: list[str]) -> str:
    if not names:
        return "the zip file holds no file"
    shown = ", ".join(f"{name!r:.60}" for name in sorted(names)[:10])
    more = f" and {len(names) - 10} more" if len(names) > 10 else ""  # noqa: PLR2004 - as shown
    return f"the zip file holds {len(names)} files ({shown}{more}); send one of them at a time"

"""A backup as one file: a zip of text streams, and a manifest with a checksum of each. No database.

Any unzip opens it. Its directory stands at its end, so that a file cut short is known at once.
"""

import os
import tempfile
import zipfile
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from hashlib import sha256
from io import BufferedWriter, FileIO
from pathlib import Path
from typing import Any, Final, Protocol

import msgspec

from parking.storage.disk import sync_folder

FORMAT: Final = 1
MANIFEST: Final = "manifest.json"
CHUNK_BYTES: Final = 1 << 18
_LEVEL: Final = 6

Progress = Callable[[int], None]
"""Told how many bytes more are done."""


class ArchiveError(Exception):
    """The file cannot be written or is not a whole backup; the message names the mend."""


class AppliedMigration(msgspec.Struct, frozen=True):
    """One line of the database's ledger."""

    number: int
    name: str
    checksum: str


class Part(msgspec.Struct, frozen=True):
    """One stream: rows of a table as COPY text; `day` where it is one day of the log, or the month
    that begins with it.
    """

    name: str
    table: str
    columns: list[str]
    day: str | None = None
    rows: int = 0
    sha256: str = ""


class Manifest(msgspec.Struct, frozen=True):
    """What the file holds, in the order it is to be loaded."""

    format: int
    made_at: str
    server_version: str
    migrations: list[AppliedMigration]
    parts: list[Part]

    @property
    def rows(self) -> int:
        return sum(part.rows for part in self.parts)

    def rows_of(self, table: str) -> int:
        return sum(part.rows for part in self.parts if part.table == table)


class Sink(Protocol):
    """Where a stream is written."""

    def write(self, data: bytes, /) -> int: ...


@dataclass(slots=True)
class ArchiveWriter:
    """Streams into an archive that is not there yet for anybody else."""

    _zip: zipfile.ZipFile

    @contextmanager
    def stream(self, name: str) -> Iterator[Sink]:
        with self._zip.open(name, "w", force_zip64=True) as sink:
            yield sink

    def finish(self, manifest: Manifest) -> None:
        """Write the manifest, last: without it the file is no backup."""
        self._zip.writestr(MANIFEST, msgspec.json.format(msgspec.json.encode(manifest)))


@contextmanager
def new_archive(path: Path) -> Iterator[ArchiveWriter]:
    """Make `path`, whole or not at all, for its owner's eyes only; never over another file."""
    if path.exists():
        raise ArchiveError(f"{path} is there already. Name a file that is not.")
    try:
        file, name = tempfile.mkstemp(dir=path.parent, prefix=f"{path.name}.", suffix=".part")
    except OSError as error:
        raise ArchiveError(f"Cannot write to {path.parent}: {error.strerror}.") from error
    unfinished = Path(name)
    try:
        with BufferedWriter(_Disk(file, "wb")) as raw:
            with zipfile.ZipFile(raw, "w", zipfile.ZIP_DEFLATED, compresslevel=_LEVEL) as packed:
                yield ArchiveWriter(packed)
            raw.flush()
            os.fsync(raw.fileno())
        unfinished.rename(path)
        sync_folder(path.parent)
    finally:
        unfinished.unlink(missing_ok=True)


class _Disk(FileIO):
    """A file whose failures are not taken for those of the database that is read meanwhile."""

    def write(self, data: Any, /) -> int:  # noqa: ANN401 - whatever is a buffer
        try:
            return super().write(data)
        except OSError as error:
            raise ArchiveError(f"Cannot write the backup: {error.strerror}.") from error


class ArchiveReader:
    """A finished archive; what it gives out has been held against its checksum."""

    def __init__(self, packed: zipfile.ZipFile, path: Path) -> None:
        self._zip = packed
        self._path = path
        self.manifest = self._read_manifest()

    @property
    def size_bytes(self) -> int:
        """All streams together, unpacked."""
        return sum(info.file_size for info in self._zip.infolist() if info.filename != MANIFEST)

    def chunks(self, part: Part) -> Iterator[bytes]:
        """Yield a stream; raises at its end where it is not what was written."""
        digest = sha256()
        try:
            with self._zip.open(part.name) as stream:
                while chunk := stream.read(CHUNK_BYTES):
                    digest.update(chunk)
                    yield chunk
        except (zipfile.BadZipFile, zlib.error, KeyError, EOFError, OSError) as error:
            raise self._damaged(part.name) from error
        if digest.hexdigest() != part.sha256:
            raise self._damaged(part.name)

    def _read_manifest(self) -> Manifest:
        try:
            manifest = msgspec.json.decode(self._zip.read(MANIFEST), type=Manifest)
        except (zipfile.BadZipFile, zlib.error, KeyError, msgspec.MsgspecError) as error:
            raise ArchiveError(
                f"{self._path} is not a backup by `onelot backup`: it has no readable manifest."
            ) from error
        if manifest.format != FORMAT:
            raise ArchiveError(
                f"{self._path} has format {manifest.format}, this version reads {FORMAT}. "
                "Restore it with the version of OneLot that wrote it, or a newer one."
            )
        return manifest

    def _damaged(self, name: str) -> ArchiveError:
        return ArchiveError(f"{self._path} is damaged in {name}. Use another copy of this backup.")


@contextmanager
def open_archive(path: Path) -> Iterator[ArchiveReader]:
    try:
        packed = zipfile.ZipFile(path)
    except zipfile.BadZipFile as error:
        raise ArchiveError(
            f"{path} is not a backup, or was cut short. Use another copy."
        ) from error
    except OSError as error:
        raise ArchiveError(f"Cannot read {path}: {error.strerror}.") from error
    with packed:
        yield ArchiveReader(packed, path)

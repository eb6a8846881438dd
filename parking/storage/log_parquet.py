"""A day of the log as a Parquet file, whole or not at all. Knows columns, not what they mean.

Any reader of Parquet opens it. Moments are microseconds, as the log has them.
"""

import hashlib
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import Any, Final

import pyarrow as pa
import pyarrow.parquet as pq

from parking.clock import from_us
from parking.storage.disk import sync_file, sync_folder
from parking.storage.postgres.report_log import EPOCH_2000_US

_MOMENT: Final = pa.timestamp("us", tz="UTC")
SCHEMA: Final = pa.schema(
    [
        pa.field("id", pa.int64(), nullable=False),
        pa.field("received_at", _MOMENT, nullable=False),
        pa.field("source_key", pa.int32(), nullable=False),
        pa.field("lot_key", pa.int32(), nullable=False),
        pa.field("kind", pa.int16(), nullable=False),
        pa.field("record_serial", pa.string(), nullable=False),
        pa.field("observed_at", _MOMENT, nullable=False),
        pa.field("epoch", pa.int64()),
        pa.field("seq", pa.int64()),
        pa.field("flags", pa.int32(), nullable=False),
        pa.field("payload", pa.binary(), nullable=False),
        pa.field("ident", pa.binary(16), nullable=False),
        pa.field("fingerprint", pa.int64(), nullable=False),
    ]
)
ROWS_A_READ: Final = 5_000
_MOMENTS: Final = ("received_at", "observed_at")


class LogFileError(Exception):
    """The file cannot be written, or is not a day of a log; the message names the mend."""


class LogFileWriter:
    """Takes rows, moments as microseconds since 2000; `rows` counts them."""

    def __init__(self, writer: pq.ParquetWriter) -> None:
        self._writer = writer
        self.rows = 0

    def add(self, rows: Sequence[Sequence[Any]]) -> None:
        """Append rows, values in the order of `SCHEMA`."""
        columns = zip(*rows, strict=True)
        arrays = [_array(field, column) for field, column in zip(SCHEMA, columns, strict=True)]
        self._writer.write_batch(pa.record_batch(arrays, schema=SCHEMA))
        self.rows += len(rows)


@contextmanager
def new_log_file(path: Path) -> Iterator[LogFileWriter]:
    """Make `path`, for its owner's eyes only; over one of the same name, whole or not at all."""
    try:
        with tempfile.NamedTemporaryFile(dir=path.parent, suffix=".part", delete=False) as file:
            unfinished = Path(file.name)
    except OSError as error:
        raise LogFileError(f"Cannot write to {path.parent}: {error.strerror}.") from error
    try:
        with pq.ParquetWriter(unfinished, SCHEMA, compression="zstd") as writer:
            yield LogFileWriter(writer)
        sync_file(unfinished)
        unfinished.rename(path)
        sync_folder(path.parent)
    finally:
        unfinished.unlink(missing_ok=True)


def read_log_file(path: Path) -> Iterator[list[list[Any]]]:
    """Yield the rows of a file as they were added, some at a time."""
    try:
        with pq.ParquetFile(path) as file:
            if not file.schema_arrow.equals(SCHEMA):
                raise LogFileError(f"{path} is no day of a log: it has other columns.")
            for batch in file.iter_batches(ROWS_A_READ):
                yield _rows(batch)
    except (OSError, pa.ArrowException) as error:
        raise LogFileError(f"{path} cannot be read: {error}. Use another copy.") from error


def digest_of(path: Path) -> str:
    """Return the SHA-256 of a file."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def day_of(row: Sequence[Any]) -> date:
    """Tell on which day (UTC) a row was observed."""
    return from_us(row[6] + EPOCH_2000_US).date()


def _array(field: pa.Field, column: Sequence[Any]) -> pa.Array:
    if field.name in _MOMENTS:
        return pa.array([us + EPOCH_2000_US for us in column], pa.int64()).cast(field.type)
    return pa.array(column, field.type)


def _rows(batch: pa.RecordBatch) -> list[list[Any]]:
    columns = []
    for field in SCHEMA:
        column = batch.column(field.name)
        if field.name in _MOMENTS:
            columns.append([us - EPOCH_2000_US for us in column.cast(pa.int64()).to_pylist()])
        else:
            columns.append(column.to_pylist())
    return [list(row) for row in zip(*columns, strict=True)]

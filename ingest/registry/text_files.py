"""Bytes of a file as text: UTF-8 with or without a mark, UTF-16 with one, else GB 18030."""

import csv
import io
import json
from collections.abc import Iterator

from ingest.registry.rows import UnreadableFileError

_UTF16_MARKS = (b"\xff\xfe", b"\xfe\xff")
_DELIMITERS = ",;\t|"


def decode_text(content: bytes) -> str:
    """Decode; UnreadableFileError for what is in neither encoding."""
    encodings = ("utf-16",) if content.startswith(_UTF16_MARKS) else ("utf-8-sig", "gb18030")
    for encoding in encodings:
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise UnreadableFileError("the file is neither UTF-8 nor GB 18030; save it as UTF-8")


def read_json(content: bytes) -> object:
    """Parse; NaN and such are let through here, so that only their own row is refused."""
    try:
        parsed: object = json.loads(decode_text(content))
    except ValueError as error:  # of JSON, or of a number with thousands of digits
        raise UnreadableFileError(f"not valid JSON: {error}") from error
    except RecursionError as error:
        raise UnreadableFileError("the JSON is nested too deeply") from error
    return parsed


def read_table(content: bytes) -> Iterator[tuple[int, dict[str, str]]]:
    """Read CSV with a header: (line, cells by column), empty cells and columns left out.

    The delimiter is the one of `, ; | tab` that the header has most of.
    """
    text = decode_text(content)
    header = text.lstrip().split("\n", 1)[0]
    delimiter = max(_DELIMITERS, key=header.count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    columns: list[str] | None = None
    try:
        for cells in reader:
            if columns is None:
                columns = [cell.strip() for cell in cells]
            elif any(cell.strip() for cell in cells):
                named = zip(columns, cells, strict=False)
                yield reader.line_num, {n: c.strip() for n, c in named if n and c.strip()}
    except csv.Error as error:
        raise UnreadableFileError(f"line {reader.line_num} is not CSV: {error}") from error

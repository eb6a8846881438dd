"""Opens what somebody sent: finds out by content whether it is JSON, XML, a sheet or a table."""

import json
from typing import Final

from ingest.formats.document import Document
from ingest.formats.encodings import decode
from ingest.formats.safe_xml import UnsafeXmlError, parse_xml
from ingest.formats.table_reading import sheets_of, table_of
from ingest.formats.unpacking import unpack_one
from ingest.registry.rows import UnreadableFileError

LARGEST: Final = 64 * 1024 * 1024
_SHEETS: Final = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0")
_XML: Final = (b"<\x00", b"\x00<", b"<?xml")


def open_document(content: bytes, name: str = "") -> Document:
    """Open; UnreadableFileError says what to mend where it is broken or beyond the limits."""
    if len(content) > LARGEST:
        raise UnreadableFileError(f"larger than {LARGEST // 2**20} MiB; send it in parts")
    content, name = unpack_one(content, name)
    if content.startswith(_SHEETS):
        return Document("table", name, tables=sheets_of(content), content=content)
    if content.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(_XML):
        return _xml(content, name)  # It names its encoding itself.
    if b"\x00" in content[:4096] and not _is_utf16(content):
        return Document("binary", name, content=content)
    return _of_text(decode(content), content, name)


def _of_text(text: str, content: bytes, name: str) -> Document:
    head = text.lstrip("\ufeff \t\r\n")[:1]
    if head in {"{", "["}:
        return Document("json", name, json=_json(text), content=content)
    if head == "<" and not is_html(text):
        return _xml(content, name)
    table = None if head == "<" else table_of(text)
    if table is not None:
        return Document("table", name, tables=[table], text=text, content=content)
    return Document("text", name, text=text, content=content)


def is_html(text: str) -> bool:
    """Tell whether it is a page for people."""
    start = text.lstrip("\ufeff \t\r\n")[:1_000].casefold()
    return start.startswith("<!doctype html") or "<html" in start


def _is_utf16(content: bytes) -> bool:
    return content.startswith((b"\xff\xfe", b"\xfe\xff"))


def _xml(content: bytes, name: str) -> Document:
    try:
        root = parse_xml(content)
    except UnsafeXmlError as error:
        raise UnreadableFileError(str(error)) from error
    return Document("xml", name, xml=root, content=content)


def _json(text: str) -> object:
    """Parse JSON, or JSON Lines as a list; NaN and such are let through to be refused by item."""
    try:
        parsed: object = json.loads(text)
    except json.JSONDecodeError as error:
        lines = _json_lines(text)
        if lines is None:
            raise UnreadableFileError(f"not valid JSON: {error}") from error
        return lines
    except RecursionError as error:
        raise UnreadableFileError("the JSON is nested too deeply") from error
    except ValueError as error:
        raise UnreadableFileError(f"not valid JSON: {error}") from error
    return parsed


def _json_lines(text: str) -> list[object] | None:
    lines = [line for line in text.splitlines() if line.strip()]
    if len(lines) < 2 or not all(line.lstrip()[0] in "{[" for line in lines):  # noqa: PLR2004
        return None
    try:
        return [json.loads(line) for line in lines]
    except (ValueError, RecursionError):
        return None

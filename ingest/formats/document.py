"""Document: bytes that somebody sent, opened once: JSON, XML, tables, or text that is none of them.

Each format looks at the same document, so nothing is parsed twice, and limits hold in one place.
"""

from dataclasses import dataclass, field
from typing import Literal
from xml.etree.ElementTree import Element

DocumentKind = Literal["json", "xml", "table", "text", "binary"]


@dataclass(frozen=True, slots=True)
class Table:
    """Rows under a header. Cells are text as written, or what a spreadsheet has there."""

    name: str
    columns: tuple[str, ...]
    rows: list[tuple[int, dict[str, object]]]
    """(line or row number in the file, cells by column); empty cells are left out."""


@dataclass(frozen=True, slots=True)
class Document:
    """An opened payload. Exactly one of `json`, `xml`, `tables` is set by kind; text has `text`."""

    kind: DocumentKind
    name: str = ""
    """The file's name or the last part of the address; a hint at most, and often empty."""
    json: object = None
    xml: Element | None = None
    tables: list[Table] = field(default_factory=list)
    text: str = ""
    content: bytes = b""

"""Tables read by the mapping that their headers suggest; a web page is told to be one."""

from typing import Final

from ingest.formats.document import Document
from ingest.formats.form import NOT_AT_ALL, Form, Likeness, Terms
from ingest.formats.opening import is_html
from ingest.formats.publication import Publication
from ingest.mapping.guessed_reading import likeness_of, read_guessed
from parking.words import Words

FORMAT: Final = "sheet"
_PAGE: Final = Words(
    "这是网页，不是数据源；请向网页的运营方索取 CSV、JSON 或 XML",
    "a web page, not a feed; ask whoever runs it for CSV, JSON or XML",
)
_NO_TABLE: Final = Words("没有表头，不是表格", "there is no header line: not a table")


def recognise(document: Document) -> Likeness:
    if document.kind == "table":
        return likeness_of(document) if document.tables else Likeness(0.05, _NO_TABLE)
    return Likeness(0.3, _PAGE) if is_html(document.text) else NOT_AT_ALL


def read(document: Document, terms: Terms) -> Publication:
    """Read the likeliest table; ValueError where nothing in its header is known."""
    if document.kind != "table":
        raise ValueError(_PAGE.en if is_html(document.text) else _NO_TABLE.en)
    return read_guessed(document, terms, FORMAT)


FORM: Final = Form(
    name=FORMAT,
    title=Words("表格（CSV、电子表格，任意列名）", "a table: CSV or a sheet with any column names"),
    kinds=frozenset({"table", "text"}),
    recognise=recognise,
    read=read,
)

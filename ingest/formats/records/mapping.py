"""JSON and XML records read by the mapping that their fields suggest."""

from typing import Final

from ingest.formats.document import Document
from ingest.formats.form import NOT_AT_ALL, Form, Likeness, Terms
from ingest.formats.publication import Publication
from ingest.mapping.candidates import is_features
from ingest.mapping.guessed_reading import likeness_of, read_guessed
from parking.words import Words

FORMAT: Final = "records"


def recognise(document: Document) -> Likeness:
    return NOT_AT_ALL if is_features(document) else likeness_of(document)


def read(document: Document, terms: Terms) -> Publication:
    """Read the likeliest list; ValueError where nothing in its fields is known."""
    return read_guessed(document, terms, FORMAT)


FORM: Final = Form(
    name=FORMAT,
    title=Words("JSON 或 XML 记录（任意字段名）", "JSON or XML records with fields of any name"),
    kinds=frozenset({"json", "xml"}),
    recognise=recognise,
    read=read,
)

"""GeoJSON read by the mapping that its properties suggest."""

from typing import Final

from ingest.formats.document import Document
from ingest.formats.form import NOT_AT_ALL, Form, Likeness, Terms
from ingest.formats.publication import Publication
from ingest.mapping.candidates import is_features
from ingest.mapping.guessed_reading import likeness_of, read_guessed
from parking.words import Words

FORMAT: Final = "geojson"


def recognise(document: Document) -> Likeness:
    return likeness_of(document) if is_features(document) else NOT_AT_ALL


def read(document: Document, terms: Terms) -> Publication:
    """Read the features; ValueError where nothing in their properties is known."""
    return read_guessed(document, terms, FORMAT)


FORM: Final = Form(
    name=FORMAT,
    title=Words("GeoJSON（任意字段名）", "GeoJSON with properties of any name"),
    kinds=frozenset({"json"}),
    recognise=recognise,
    read=read,
)

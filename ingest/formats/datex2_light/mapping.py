"""From DATEX II Light to ours."""

from typing import Final

from ingest.formats.datex2.reader import Reader
from ingest.formats.datex2.tree import open_tree
from ingest.formats.datex2_light.payload import PUBLICATION, is_light, sites, spaces
from ingest.formats.datex2_light.sites import take_site
from ingest.formats.datex2_light.spaces import take_space
from ingest.formats.document import Document
from ingest.formats.form import IT_IS, NOT_AT_ALL, Form, Likeness, Terms
from ingest.formats.publication import Publication
from ingest.formats.xml_reading import below
from parking.words import Words

NAME: Final = "datex2_light"


def recognise(document: Document) -> Likeness:
    tree = open_tree(document)
    return IT_IS if tree is not None and is_light(tree) else NOT_AT_ALL


def read(document: Document, terms: Terms) -> Publication:
    publication = Publication(NAME)
    tree = open_tree(document)
    if tree is None:
        raise ValueError("the document holds no DATEX II")
    reader = Reader(publication, tree, terms)
    for light in below(tree.root, PUBLICATION):
        moment = reader.moment(light, None, "publicationTime")
        if moment and moment > (publication.published_at or ""):
            publication.published_at = moment
    for site in sites(tree.root):
        take_site(reader, site)
    for space in spaces(tree.root):
        take_space(reader, space)
    return publication


FORM: Final = Form(
    NAME,
    Words("DATEX II Light 停车", "DATEX II Light parking"),
    frozenset({"json", "xml"}),
    recognise,
    read,
)

"""WFS and GML as GeoJSON, which is then read by the mapping that its properties suggest."""

from dataclasses import replace
from typing import Final
from xml.etree.ElementTree import Element

from ingest.formats.document import Document
from ingest.formats.findings import Finding
from ingest.formats.form import IT_IS, NOT_AT_ALL, Form, Likeness, Terms
from ingest.formats.moments import moment_of
from ingest.formats.publication import Publication
from ingest.formats.wfs_gml.payload import (
    NoGeometryError,
    crs_of,
    features,
    geometry_of,
    is_collection,
)
from ingest.formats.xml_reading import Pointers, attribute
from ingest.mapping.guessed_reading import likeness_of, read_guessed
from parking.words import Words

NAME: Final = "wfs_gml"
_ENOUGH: Final = 0.6
_FEATURES: Final = "/features/"


def recognise(document: Document) -> Likeness:
    """Tell by the collection, and by properties that can be of car parks."""
    if document.xml is None or not is_collection(document.xml):
        return NOT_AT_ALL
    likeness = likeness_of(_as_geojson(document, document.xml, [], []))
    return IT_IS if likeness.score >= _ENOUGH else likeness


def read(document: Document, terms: Terms) -> Publication:
    """Read the features; ValueError where nothing in their properties is known."""
    if document.xml is None:
        raise ValueError("the document is no XML")
    places: list[str] = []
    findings: list[Finding] = []
    publication = read_guessed(_as_geojson(document, document.xml, places, findings), terms, NAME)
    _point_into_xml(publication, places)
    publication.findings[:0] = findings
    moment = moment_of(attribute(document.xml, "timeStamp"), terms.zone)
    publication.published_at = publication.published_at or (moment[0] if moment else None)
    return publication


def _as_geojson(
    document: Document, root: Element, places: list[str], findings: list[Finding]
) -> Document:
    """Return the same features in GeoJSON; `places` is filled with where each stands."""
    pointers, crs, told = Pointers(root), crs_of(root), []
    for feature in features(root):
        places.append(pointers.of(feature.element))
        try:
            geometry = geometry_of(feature.element, crs)
        except NoGeometryError as error:
            geometry = None
            findings.append(Finding(error.code, places[-1], None, {"value": error.value}))
        told.append(
            {
                "type": "Feature",
                "id": None if "id" in feature.properties else feature.feature_id,
                "properties": feature.properties,
                "geometry": geometry,
            }
        )
    collection = {"type": "FeatureCollection", "features": told}
    return Document("json", document.name, json=collection)


def _point_into_xml(publication: Publication, places: list[str]) -> None:
    """Make the pointers those of the XML that was sent."""
    publication.lots = [replace(r, pointer=_place(r.pointer, places)) for r in publication.lots]
    publication.reports = [
        replace(row, pointer=_place(row.pointer, places)) for row in publication.reports
    ]
    publication.openings = [
        replace(said, pointer=_place(said.pointer, places)) for said in publication.openings
    ]
    publication.findings = [
        replace(found, pointer=_place(found.pointer, places)) for found in publication.findings
    ]


def _place(pointer: str, places: list[str]) -> str:
    number, _, rest = pointer.removeprefix(_FEATURES).partition("/")
    if not pointer.startswith(_FEATURES) or not number.isdecimal() or int(number) >= len(places):
        return pointer
    name = rest.removeprefix("properties/")
    return f"{places[int(number)]}/{name}" if name else places[int(number)]


FORM: Final = Form(
    NAME,
    Words("WFS / GML 要素", "WFS or GML features"),
    frozenset({"xml"}),
    recognise,
    read,
)

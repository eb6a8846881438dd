"""From OpenStreetMap's tags to our registry. It has no live values."""

import re
from typing import Final

from ingest.formats.document import Document
from ingest.formats.form import IT_IS, NOT_AT_ALL, Form, Likeness, Terms
from ingest.formats.numbers import count_of
from ingest.formats.osm.payload import ROOT, Feature, features, is_pbf
from ingest.formats.publication import Publication
from parking.opening import check_opening_hours
from parking.words import Words

NAME: Final = "osm"
_STRUCTURES: Final = {
    "surface": "surface",
    "multi-storey": "ramp_garage",
    "underground": "underground",
    "rooftop": "ramp_garage",
    "carports": "surface",
    "sheds": "surface",
    "garage_boxes": "surface",
    "street_side": "onstreet",
    "lane": "onstreet",
    "on_kerb": "onstreet",
    "half_on_kerb": "onstreet",
    "shoulder": "onstreet",
    "layby": "onstreet",
}
_CLASSES: Final = {
    "disabled": "accessible",
    "charging": "charging",
    "motorcycle": "motorcycle",
}
"""Of `capacity:…`; what has no class of ours stays among the general ones."""
_CLOSED_TO_ALL: Final = frozenset({"private", "no"})
_DEDICATED: Final = frozenset({"customers", "permit", "residents", "employees", "delivery"})
_METRES: Final = re.compile(r"(\d+(?:[.,]\d+)?)\s*m?")
_FEET: Final = re.compile(r"(\d+)\s*'\s*(?:(\d+)\s*\"?)?")
_FOOT_M: Final = 0.3048
_INCHES: Final = 12


def recognise(document: Document) -> Likeness:
    if document.kind == "binary":
        return IT_IS if is_pbf(document.content) else NOT_AT_ALL
    return IT_IS if document.xml is not None and document.xml.tag == ROOT else NOT_AT_ALL


def read(document: Document, _terms: Terms) -> Publication:
    """Read every car park; those for nobody but their owners are left out with a finding."""
    publication = Publication(NAME)
    for feature in features(document.content):
        _add(publication, feature)
    return publication


def _add(publication: Publication, feature: Feature) -> None:
    tags, pointer = feature.tags, f"/{feature.ref}"
    if tags.get("access") in _CLOSED_TO_ALL:
        publication.find("ignored-part", pointer, feature.ref, value=f"access={tags['access']}")
        return
    publication.lot(
        pointer,
        {
            "lot_id": feature.ref,
            "name": _name(tags),
            "name_en": tags.get("name:en"),
            "lat": feature.lat,
            "lon": feature.lon,
            "outline": feature.outline,
            "coordsys": "wgs84",
            "capacity": _capacity(publication, tags, pointer, feature.ref),
            "lot_class": _lot_class(tags),
            "structure": _STRUCTURES.get(tags.get("parking", "")),
            "land_use": "park_and_ride" if tags.get("park_ride", "no") != "no" else None,
            "address": _address(tags),
            "opening_hours": _opening_hours(publication, tags, pointer, feature.ref),
            "max_height_m": _height_m(publication, tags, pointer, feature.ref),
        },
    )


def _name(tags: dict[str, str]) -> str | None:
    for key in ("name:zh", "name", "official_name", "name:en", "ref"):
        if tags.get(key):
            return tags[key]
    return None


def _capacity(
    publication: Publication, tags: dict[str, str], pointer: str, ref: str
) -> dict[str, int] | None:
    """Split what is told of classes off the total. `capacity:disabled=yes` names no number."""
    total = _count(publication, tags, "capacity", pointer, ref)
    if total is None:
        return None
    split: dict[str, int] = {}
    for key, space_class in _CLASSES.items():
        count = None
        if tags.get(f"capacity:{key}") not in {None, "yes", "no"}:
            count = _count(publication, tags, f"capacity:{key}", pointer, ref)
        if count and count <= total:
            split[space_class] = count
            total -= count
    return {"general": total} | split


def _count(
    publication: Publication, tags: dict[str, str], key: str, pointer: str, ref: str
) -> int | None:
    try:
        count = count_of(tags.get(key))
    except ValueError:
        publication.find("ignored-part", f"{pointer}/{key}", ref, value=f"{key}={tags[key]}")
        return None
    return count if count is None or count >= 0 else None


def _lot_class(tags: dict[str, str]) -> str | None:
    if _STRUCTURES.get(tags.get("parking", "")) == "onstreet":
        return "onstreet"
    if tags.get("access") in _DEDICATED:
        return "dedicated"
    return "public_offstreet" if tags.get("access") in {"yes", "public", "permissive"} else None


def _address(tags: dict[str, str]) -> str | None:
    parts = [tags.get(f"addr:{part}", "") for part in ("city", "district", "street", "housenumber")]
    return tags.get("addr:full") or " ".join(part for part in parts if part) or None


def _opening_hours(
    publication: Publication, tags: dict[str, str], pointer: str, ref: str
) -> str | None:
    hours = tags.get("opening_hours")
    if hours is None or check_opening_hours(hours) is None:
        return hours
    publication.find(
        "ignored-part", f"{pointer}/opening_hours", ref, value=f"opening_hours={hours}"
    )
    return None


def _height_m(
    publication: Publication, tags: dict[str, str], pointer: str, ref: str
) -> float | None:
    """Read `2.1`, `2.1 m` or `6'11"`; words such as `default` are no limit that could be told."""
    written = tags.get("maxheight", "").strip()
    if written in {"", "default", "none", "no", "below_default", "no_sign"}:
        return None
    height_m = None
    if metres := _METRES.fullmatch(written):
        height_m = float(metres[1].replace(",", "."))
    elif feet := _FEET.fullmatch(written):
        height_m = round((int(feet[1]) + int(feet[2] or 0) / _INCHES) * _FOOT_M, 2)
    if height_m is None or not 1 <= height_m <= 20:  # noqa: PLR2004 - of what cars drive under
        publication.find("ignored-part", f"{pointer}/maxheight", ref, value=f"maxheight={written}")
        return None
    return height_m


FORM: Final = Form(
    NAME,
    Words("OpenStreetMap 摘录", "OpenStreetMap extract"),
    frozenset({"xml", "binary"}),
    recognise,
    read,
)

"""DATEX II Light: its words, and the sites and spaces that are in a document."""

from collections.abc import Iterator
from typing import Final
from xml.etree.ElementTree import Element

from ingest.formats.datex2.tree import Tree
from ingest.formats.xml_reading import attribute, below, child, local, text, texts

PUBLICATION: Final = "parkingPublicationLight"
SITE: Final = "parkingSite"
SPACE: Final = "parkingSpace"
LOCATION: Final = "locationAndDimension"
TIME: Final = "lastUpdate"
FREE: Final = "availableSpaces"
CAPACITY: Final = "numberOfSpaces"
ASSIGNED: Final = "assignedFor"
_IDS: Final = ("id", "uid", "externalId", "externalIdentifier")


def is_light(tree: Tree) -> bool:
    """Tell by the publication, or where a bare list of sites came, by what only they have."""
    if any(local(tag) == PUBLICATION for tag in {e.tag for e in tree.root.iter()}):
        return True
    return any(_is_site(element) for element in tree.root)


def sites(root: Element) -> list[Element]:
    return [*below(root, SITE)] or [element for element in root if _is_site(element)]


def spaces(root: Element) -> Iterator[Element]:
    return below(root, SPACE)


def id_of(element: Element) -> str | None:
    for name in _IDS:
        found = attribute(element, name) or text(element, name)
        if found is not None:
            return found
    return None


def site_of_space(space: Element) -> str | None:
    """Return the id of the site that the space is in, None where it stands alone."""
    reference = child(space, "parkingSiteReference")
    return None if reference is None else id_of(reference) or (reference.text or "").strip() or None


def geojson_point(location: Element | None) -> tuple[float, float] | None:
    """Return (lat, lon) of a GeoJSON point, which some put where degrees are by name."""
    geometry = child(location, "coordinatesForDisplay", "geometry")
    try:
        lon, lat = (float(written) for written in texts(geometry, "coordinates"))
    except ValueError:
        return None
    return lat, lon


def _is_site(element: Element) -> bool:
    has_count = text(element, CAPACITY) is not None or text(element, FREE) is not None
    return child(element, LOCATION) is not None and has_count

"""OpenStreetMap's own words: parking features of an extract, tags as they stand there.

osmium reads the files: the library of OpenStreetMap's own tools, which also puts outlines of ways
and relations together.
"""

import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

import osmium
from osmium.osm import Area, Node

PBF_MARK: Final = b"OSMHeader"
ROOT: Final = "osm"
AMENITY: Final = "parking"


@dataclass(frozen=True, slots=True)
class Feature:
    """One feature: `ref` is its kind and number as in `w123`; `outline` a GeoJSON MultiPolygon."""

    ref: str
    tags: dict[str, str]
    lat: float | None = None
    lon: float | None = None
    outline: dict[str, object] | None = None


def is_pbf(content: bytes) -> bool:
    """Tell by the first block's name whether this is such a file."""
    return PBF_MARK in content[:32]


def features(content: bytes) -> Iterator[Feature]:
    """Yield every `amenity=parking`; ValueError where the file is broken.

    Ways that do not close and relations that lack members have no outline and are left out.
    """
    suffix = ".osm.pbf" if is_pbf(content) else ".osm"
    with tempfile.NamedTemporaryFile(suffix=suffix) as file:
        file.write(content)
        file.flush()
        reading = osmium.FileProcessor(file.name).with_areas(
            osmium.filter.TagFilter(("amenity", AMENITY))
        )
        try:
            for found in reading.with_filter(osmium.filter.TagFilter(("amenity", AMENITY))):
                if isinstance(found, Node):
                    yield _point(found)
                elif isinstance(found, Area):
                    yield _area(found)
        except RuntimeError as error:
            raise ValueError(f"not a readable OpenStreetMap file: {error}") from error


def _point(node: Node) -> Feature:
    return Feature(f"n{node.id}", dict(node.tags), node.location.lat, node.location.lon)


def _area(area: Area) -> Feature:
    polygons = [
        [_ring(outer), *(_ring(inner) for inner in area.inner_rings(outer))]
        for outer in area.outer_rings()
    ]
    outline: dict[str, object] = {"type": "MultiPolygon", "coordinates": polygons}
    if len(polygons) == 1:
        outline = {"type": "Polygon", "coordinates": polygons[0]}
    kind = "w" if area.from_way() else "r"
    return Feature(f"{kind}{area.orig_id()}", dict(area.tags), outline=outline)


def _ring(ring: osmium.osm.NodeRefList) -> list[list[float]]:
    return [[node.lon, node.lat] for node in ring]

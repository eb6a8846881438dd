"""Outlines: mended where that is safe, refused in plain words where not, moved with their datum."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st
from shapely.geometry import Point, shape

from geo.area_index import AreaIndex
from geo.position import Position
from geo.shape import centroid, label_point, read_outline, to_wgs84_geometry

SQUARE = [[117.0, 36.6], [117.1, 36.6], [117.1, 36.7], [117.0, 36.7]]


def polygon(*rings):
    return {"type": "Polygon", "coordinates": [list(ring) for ring in rings]}


def test_an_open_ring_is_closed():
    ring = read_outline(polygon(SQUARE))["coordinates"][0]
    assert ring[0] == ring[-1]
    assert len(ring) == 5


def test_a_bow_tie_becomes_two_triangles():
    bow_tie = [SQUARE[0], SQUARE[2], SQUARE[1], SQUARE[3]]
    outline = read_outline(polygon(bow_tie))
    assert shape(outline).is_valid
    assert outline["type"] == "MultiPolygon"
    assert shape(outline).area == pytest.approx(0.005)


def test_a_hole_stays_a_hole():
    hole = [[117.04, 36.64], [117.06, 36.64], [117.06, 36.66], [117.04, 36.66]]
    outline = shape(read_outline(polygon(SQUARE, hole)))
    assert not outline.contains(Point(117.05, 36.65))


@pytest.mark.parametrize(
    ("geojson", "word"),
    [
        ({"type": "Point", "coordinates": [117, 36]}, "Polygon or a MultiPolygon"),
        ({}, "Polygon or a MultiPolygon"),
        ({"type": "Polygon"}, "list of rings"),
        ({"type": "MultiPolygon", "coordinates": []}, "has coordinates"),
        (polygon([[117, 36], [117, 36.1]]), "three different points"),
        (polygon([[117, 36], [117, 36.1], [117, 36.2]]), "no area"),
        (polygon([[36, 117], [36.1, 117], [36, 117.1]]), "latitude"),
        (polygon([[117, 36], [117, float("nan")], [118, 36]]), "latitude"),
        (polygon([["117", 36], [117, 37], [118, 36]]), "[lon, lat]"),
        (polygon(["abc"]), "[lon, lat]"),
    ],
)
def test_what_encloses_nothing_or_lies_off_the_globe_is_refused(geojson, word):
    with pytest.raises(ValueError) as refused:  # noqa: PT011 - the words are checked below
        read_outline(geojson)
    assert word in str(refused.value)


def test_an_outline_may_be_held_to_so_many_points_before_any_geometry_is_done():
    teeth = [[117 + i * 1e-7, 36.6 + (i % 2) * 1e-6] for i in range(20_000)]
    with pytest.raises(ValueError, match="at most 2000 points, this one 20000"):
        read_outline(polygon(teeth), "gcj02", points_max=2_000)
    with pytest.raises(ValueError, match="mended up to 200 points only"):
        read_outline(polygon(teeth[:1_001]), points_max=2_000, mended_points_max=200)
    round_trip = [
        [117 + math.cos(i / 300) / 1e3, 36 + math.sin(i / 300) / 1e3] for i in range(1800)
    ]
    assert shape(read_outline(polygon(round_trip), mended_points_max=200)).is_valid


def test_a_gcj02_outline_moves_west_in_jinan():
    moved = shape(read_outline(polygon(SQUARE), "gcj02"))
    assert 0.004 < 117.0 - moved.bounds[0] < 0.008


def test_any_geometry_moves_with_its_datum():
    line = {"type": "LineString", "coordinates": [[117.0, 36.6], [117.1, 36.7]]}
    moved = to_wgs84_geometry(line, "gcj02")
    assert moved["type"] == "LineString"
    assert moved["coordinates"][0][0] == pytest.approx(116.994, abs=0.002)
    point = {"type": "Point", "coordinates": [2.35, 48.85]}
    assert to_wgs84_geometry(point, "bd09") == point


def test_a_name_stands_inside_a_bent_outline_even_where_its_centroid_does_not():
    bent = polygon([[0, 0], [10, 0], [10, 10], [9, 10], [9, 1], [0, 1]])
    label, centre = label_point(bent), centroid(bent)
    assert shape(bent).contains(Point(label.lon, label.lat))
    assert not shape(bent).contains(Point(centre.lon, centre.lat))


WEST = [[117, 36.6], [117.05, 36.6], [117.05, 36.7], [117, 36.7]]
EAST = [[117.05, 36.6], [117.1, 36.6], [117.1, 36.7], [117.05, 36.7]]
INDEX = AreaIndex(
    [
        ("370100", "city", polygon([*SQUARE, SQUARE[0]])),
        ("370102", "district", polygon([*WEST, WEST[0]])),
        ("370103", "district", polygon([*EAST, EAST[0]])),
    ]
)


@given(st.floats(36.5, 36.8), st.floats(116.9, 117.2))
def test_a_position_has_one_area_per_level_where_it_has_any(lat, lon):
    found = INDEX.at(Position(lat, lon))
    inside = 36.6 <= lat <= 36.7 and 117.0 <= lon <= 117.1
    assert set(found) == ({"city", "district"} if inside else set())
    if inside:
        assert found["district"] == ("370102" if lon <= 117.05 else "370103")

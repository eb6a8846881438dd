"""Covers lose no border cell, anywhere, and say when there would be too many."""

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from geo.box import BoundingBox
from geo.cell import cell_of, centre_of
from geo.cover import TooManyCellsError, cells_covering_box, cells_covering_circle
from geo.position import EARTH_RADIUS_M, Position, haversine_m

centres = st.builds(
    Position,
    st.one_of(st.floats(-90, 90), st.sampled_from([90.0, -90.0, 89.99])),
    st.one_of(st.floats(-180, 180), st.sampled_from([180.0, -179.99])),
)


def destination(start, bearing, distance_m):
    lat, lon, arc = math.radians(start.lat), math.radians(start.lon), distance_m / EARTH_RADIUS_M
    to_lat = math.asin(
        math.sin(lat) * math.cos(arc) + math.cos(lat) * math.sin(arc) * math.cos(bearing)
    )
    to_lon = lon + math.atan2(
        math.sin(bearing) * math.sin(arc) * math.cos(lat),
        math.cos(arc) - math.sin(lat) * math.sin(to_lat),
    )
    return Position(math.degrees(to_lat), (math.degrees(to_lon) + 540) % 360 - 180)


@settings(max_examples=80, deadline=None)
@given(centres, st.integers(2, 9), st.floats(0.0, 6.0), st.integers(0, 2**32))
def test_every_point_of_a_circle_lies_in_a_returned_cell(centre, resolution, edges, seed):
    radius_m = edges * 1_281_256 / 7 ** (resolution / 2)
    cells = set(cells_covering_circle(centre, radius_m, resolution, 5000))
    rng = np.random.default_rng(seed)
    for _ in range(60):
        distance_m = radius_m * rng.choice([rng.random(), 0.9999])
        point = destination(centre, rng.uniform(0, 2 * math.pi), distance_m)
        assert cell_of(point, resolution) in cells


@settings(max_examples=80, deadline=None)
@given(
    west=st.one_of(st.floats(-180, 180), st.just(179.9)),
    width=st.floats(0, 1),
    south=st.one_of(st.floats(-90, 90), st.sampled_from([-90.0, 89.0])),
    height=st.floats(0, 1),
    resolution=st.integers(0, 8),
    seed=st.integers(0, 2**32),
)
def test_every_point_of_a_box_lies_in_a_returned_cell(west, width, south, height, resolution, seed):
    size_deg = min(180.0, 60.0 / 7 ** (resolution / 2))
    east = west + width * size_deg * 2
    east -= 360 if east > 180 else 0
    box = BoundingBox(west, south, east, min(90.0, south + height * size_deg))
    cells = set(cells_covering_box(box, resolution, 20_000))
    rng = np.random.default_rng(seed)
    for _ in range(60):
        lat = rng.choice([rng.uniform(box.south, box.north), box.south, box.north])
        lon = rng.choice([west + box.width_deg * rng.random(), west, east])
        lon -= 360 if lon > 180 else 0
        assert cell_of(Position(lat, lon), resolution) in cells


def test_a_cover_is_little_larger_than_what_it_covers():
    centre = Position(36.6512, 117.1201)
    cells = cells_covering_circle(centre, 1500, 8, 100)
    assert len(cells) < 30
    assert max(haversine_m(centre, centre_of(cell)) for cell in cells) < 1500 + 600


def test_the_whole_globe_is_122_cells():
    assert len(cells_covering_box(BoundingBox(-180, -90, 180, 90), 0, 122)) == 122


def test_too_many_cells_are_refused_before_they_are_made():
    with pytest.raises(TooManyCellsError, match="more than 1000 cells of resolution 10"):
        cells_covering_box(BoundingBox(-180, -90, 180, 90), 10, 1000)
    with pytest.raises(TooManyCellsError):
        cells_covering_circle(Position(36.65, 117.12), 50_000, 10, 6000)

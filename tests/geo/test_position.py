"""Positions refuse what is no place; distances and walks are what a person expects."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo.position import Position, haversine_m, walk_min

positions = st.builds(Position, st.floats(-90, 90), st.floats(-180, 180))


@pytest.mark.parametrize("lat", [91.0, -90.0001, math.nan, math.inf, 1e300])
def test_a_latitude_off_the_globe_is_refused_in_plain_words(lat):
    with pytest.raises(ValueError, match="latitude must be a number from -90 to 90"):
        Position(lat, 117.0)


@pytest.mark.parametrize("lon", [180.1, -181.0, math.nan, -math.inf])
def test_a_longitude_off_the_globe_is_refused_in_plain_words(lon):
    with pytest.raises(ValueError, match="longitude must be a number from -180 to 180"):
        Position(36.65, lon)


def test_a_degree_of_latitude_is_111_kilometres():
    assert haversine_m(Position(36, 117), Position(37, 117)) == pytest.approx(111_195.1, abs=0.1)


def test_the_poles_are_half_the_girth_apart():
    assert haversine_m(Position(90, 0), Position(-90, 77)) == pytest.approx(
        math.pi * 6_371_008.8, abs=1e-3
    )


@given(positions, positions)
def test_there_is_as_far_as_back(here, there):
    assert haversine_m(here, there) == pytest.approx(haversine_m(there, here), rel=1e-12)


@pytest.mark.parametrize(
    ("distance_m", "minutes"), [(0, 0), (0.1, 1), (80, 1), (80.1, 2), (1000, 13)]
)
def test_a_walk_is_rounded_up_to_whole_minutes(distance_m, minutes):
    assert walk_min(distance_m) == minutes

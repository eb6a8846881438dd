"""Wherever a position stands, and in whichever grid, it comes out as the same place."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.mapping.placing import NoPlaceError, place_of, place_of_numbers

QUANCHENG = (36.6651, 117.0244)


@pytest.mark.parametrize(
    "written",
    [
        {"lat": 36.6651, "lon": 117.0244},
        {"latitude": "36,6651", "longitude": "117,0244"},
        {"x": 117.0244, "y": 36.6651},
        {"type": "Point", "coordinates": [117.0244, 36.6651, 30.0]},
        {"type": "GeometryCollection", "geometries": [
            {"type": "Point", "coordinates": [117.0244, 36.6651]}]},
        {"type": "LineString", "coordinates": [[117, 36], [117.0244, 36.6651], [118, 37]]},
        {"Point": {"@srsName": "EPSG:4326", "pos": "117.0244 36.6651"}},
        [117.0244, 36.6651],
        "POINT (117.0244 36.6651)",
        "SRID=4326;Point Z(117.0244 36.6651 3)",
        "36.6651, 117.0244",
        "(36.6651,117.0244)",
    ],
)  # fmt: skip
def test_all_forms_of_a_position_are_read(written: object):
    place = place_of(written, "")
    assert place is not None
    assert (place.lat, place.lon) == pytest.approx(QUANCHENG)


def test_a_grid_that_is_named_is_converted_outlines_too():
    square = [[413800.0, 5317000.0], [413900.0, 5317000.0], [413900.0, 5317100.0]]
    place = place_of({"type": "Polygon", "coordinates": [square]}, "urn:ogc:def:crs:EPSG::25832")
    assert place is not None
    assert place.outline is not None
    assert place.is_wgs84
    ring = place.outline["coordinates"][0]
    assert all(7.84 < lon < 7.85 and 48.0 < lat < 48.01 for lon, lat in ring)
    assert 7.84 < place.lon < 7.85


def test_metres_of_no_named_grid_are_refused_with_the_likeliest():
    with pytest.raises(NoPlaceError) as told:
        place_of_numbers("5471796.7", "476083.6", "")
    assert told.value.code == "unnamed-crs"
    assert "EPSG:25832" in str(told.value.places["guess"])


def test_a_grid_that_nobody_knows_is_refused_by_its_name():
    with pytest.raises(NoPlaceError) as told:
        place_of_numbers(5317000.0, 413800.0, "EPSG:999999")
    assert (told.value.code, told.value.places) == ("unknown-crs", {"value": "EPSG:999999"})


def test_one_number_without_the_other_is_no_position():
    with pytest.raises(NoPlaceError):
        place_of_numbers("36.66", "", "")
    assert place_of_numbers("", None, "") is None


json_values = st.recursive(
    st.none() | st.booleans() | st.floats() | st.integers() | st.text(max_size=20),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.sampled_from(["type", "coordinates", "lat", "lon", "pos"]), inner)
    ),
    max_leaves=8,
)


@given(json_values, st.sampled_from(["", "EPSG:25832", "EPSG:4326"]))
def test_whatever_stands_there_is_a_place_none_or_refused(value: object, crs: str):
    told = []
    try:
        place_of(value, crs)
    except NoPlaceError as error:
        told.append(error.code)
    assert set(told) <= {"bad-position", "unnamed-crs", "unknown-crs"}

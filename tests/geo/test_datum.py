"""Datums: there and back without loss, the right shift in Jinan, none outside China."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo.datum import DATUMS, from_wgs84, to_wgs84
from geo.position import Position, haversine_m

QUANCHENG = Position(36.6638, 117.0208)
in_china = st.builds(Position, st.floats(19, 52), st.floats(75, 133))


@pytest.mark.parametrize("datum", DATUMS)
@given(place=in_china)
def test_there_and_back_is_within_a_tenth_of_a_metre(datum, place):
    assert haversine_m(place, to_wgs84(*from_wgs84(place, datum), datum)) < 0.1


def test_gcj02_lies_520_metres_east_of_the_truth_in_jinan():
    lat, lon = from_wgs84(QUANCHENG, "gcj02")
    east_m = haversine_m(Position(QUANCHENG.lat, lon), QUANCHENG)
    assert lon > QUANCHENG.lon
    assert 480 < east_m < 560
    assert haversine_m(Position(lat, QUANCHENG.lon), QUANCHENG) < 60


def test_tiananmen_is_where_baidu_and_amap_show_it():
    beijing = Position(39.90734, 116.39089)
    assert from_wgs84(beijing, "gcj02") == pytest.approx((39.90874, 116.39713), abs=2e-5)
    assert from_wgs84(beijing, "bd09") == pytest.approx((39.91509, 116.40351), abs=3e-4)


@pytest.mark.parametrize("datum", DATUMS)
@pytest.mark.parametrize("place", [(51.5, -0.12), (0.0, 0.0), (90.0, 180.0), (-33.9, 151.2)])
def test_outside_china_nothing_moves(place, datum):
    assert from_wgs84(Position(*place), datum) == place
    assert to_wgs84(*place, datum) == Position(*place)


def test_cgcs2000_is_wgs84_to_within_centimetres():
    assert to_wgs84(36.65, 117.12, "cgcs2000") == Position(36.65, 117.12)


def test_coordinates_off_the_globe_are_refused_in_any_datum():
    with pytest.raises(ValueError, match="latitude"):
        to_wgs84(117.12, 36.65, "gcj02")

"""Any CRS by its name: known points of national grids, and names that mean WGS-84."""

import pytest

from geo.crs import is_geographic_wgs84, is_known_crs, to_wgs84_from
from geo.crs_guess import likely_crs, looks_projected


@pytest.mark.parametrize(
    ("x", "y", "crs", "lat", "lon"),
    [
        (500_000.0, 0.0, "EPSG:32650", 0.0, 117.0),
        (2_600_072.37, 1_200_147.07, "EPSG:2056", 46.9524, 7.4396),
        (836_694.05, 819_069.80, "EPSG:2326", 22.3106, 114.1810),
        (155_000.0, 463_000.0, "urn:ogc:def:crs:EPSG::28992", 52.1552, 5.3872),
        (0.0, 0.0, "http://www.opengis.net/def/crs/EPSG/0/3857", 0.0, 0.0),
        (117.0244, 36.6651, "urn:ogc:def:crs:OGC:1.3:CRS84", 36.6651, 117.0244),
        (117.0244, 36.6651, "EPSG:4490", 36.6651, 117.0244),
    ],
)
def test_known_points_come_out_where_they_are(x, y, crs, lat, lon):
    position = to_wgs84_from(x, y, crs)
    assert (position.lat, position.lon) == pytest.approx((lat, lon), abs=2e-4)


@pytest.mark.parametrize("crs", ["", "EPSG:999999", "Gauss", "EPSG:", "EPSG:4326; drop table"])
def test_a_name_that_nobody_knows_is_refused(crs):
    assert not is_known_crs(crs)
    with pytest.raises(ValueError, match="unknown coordinate reference system"):
        to_wgs84_from(1.0, 2.0, crs)


def test_numbers_that_are_no_place_of_the_grid_are_refused():
    with pytest.raises(ValueError, match="is no place in"):
        to_wgs84_from(1e12, 1e12, "EPSG:25832")


def test_the_names_of_degrees_need_no_conversion():
    assert is_geographic_wgs84("EPSG:4326")
    assert not is_geographic_wgs84("EPSG:25832")


@pytest.mark.parametrize(
    ("x", "y", "likely"),
    [
        (413_824.9, 5_317_088.9, "EPSG:25832"),
        (2_600_072.4, 1_200_147.1, "EPSG:2056"),
        (835_000.0, 820_000.0, "EPSG:2326"),
        (306_000.0, 2_770_000.0, "EPSG:3826"),
        (39_500_000.0, 4_060_000.0, "EPSG:4527"),
        (13_027_000.0, 4_393_000.0, "EPSG:3857"),
    ],
)
def test_metres_without_a_name_get_the_likeliest(x, y, likely):
    assert looks_projected(x, y)
    assert (likely_crs(x, y) or "").startswith(likely)


def test_degrees_are_not_taken_for_metres():
    assert not looks_projected(117.0, 36.7)
    assert not looks_projected(36.7, 117.0)

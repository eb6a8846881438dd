"""WFS and GML: features in any CRS, their axes in either order, and words in any language."""

from pathlib import Path

import pytest

from ingest.formats.document import Document
from ingest.formats.safe_xml import parse_xml
from ingest.formats.wfs_gml.mapping import FORM, recognise
from tests.ingest.formats.reading import SHARED, Read, assert_is_taken, read

HAMBURG = SHARED / "feeds" / "parkapi-v1" / "fixtures" / "hamburg.xml"


@pytest.fixture(scope="module")
def jinan() -> Read:
    return read(FORM, Path(__file__).parent / "jinan.xml")


def test_everything_read_is_taken_by_the_registry_and_the_live_door(jinan: Read):
    assert_is_taken(jinan.publication)
    assert jinan.publication.published_at == "2026-11-21T01:00:30+00:00"


def test_positions_come_out_of_their_own_crs_whichever_axis_is_first(jinan: Read):
    at = {lot: (f.get("lat"), f.get("lon")) for lot, f in jinan.lots.items()}
    assert at["car_park.1"] == pytest.approx((36.67931, 117.06044), abs=1e-5)
    assert at["car_park.2"] == (36.675, 117.062)
    assert at["car_park.4"] == (None, None)
    assert jinan.found("unknown-crs") == [None]


def test_an_area_is_an_outline(jinan: Read):
    outline = jinan.lots["car_park.3"]["outline"]
    assert outline["coordinates"][0][0][0] == [117.05, 36.665]


def test_counts_are_read_and_null_is_no_count(jinan: Read):
    assert {lot: spaces[0]["free"] for lot, spaces in jinan.spaces.items()} == {
        "car_park.1": 31, "car_park.2": 0, "car_park.3": 12,
    }  # fmt: skip
    assert jinan.publication.reports[0].pointer == "/FeatureCollection/member/car_park"


def test_a_collection_of_trees_is_no_parking():
    content = b"""<FeatureCollection xmlns="http://www.opengis.net/wfs"><member><tree>
      <kind>oak</kind></tree></member></FeatureCollection>"""
    assert recognise(Document("xml", xml=parse_xml(content))).score < 0.6


@pytest.mark.skipif(not HAMBURG.is_file(), reason=f"no sample at {HAMBURG}")
def test_hamburg_is_read_whole_in_its_right_place():
    found = read(FORM, HAMBURG)
    assert_is_taken(found.publication)
    assert (len(found.lots), len(found.spaces)) == (125, 46)
    assert list(found.open.values()).count(False) == 2
    assert all(53 < lot["lat"] < 54.5 for lot in found.lots.values() if "lat" in lot)
    named = {lot["name"]: lot for lot in found.lots.values()}
    assert (named["Alsterhaus"]["lat"], named["Alsterhaus"]["lon"]) == pytest.approx(
        (53.5525, 9.9926), abs=5e-3
    )

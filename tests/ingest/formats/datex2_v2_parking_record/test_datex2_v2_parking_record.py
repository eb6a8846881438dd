"""DATEX II v2 records: whom spaces are for, what is closed, full or unknown, and which bays."""

from pathlib import Path

import pytest

from ingest.formats.datex2_v2_parking_record.mapping import FORM
from tests.ingest.formats.reading import SHARED, Read, assert_is_taken, read

SAMPLES = SHARED / "feeds" / "parkapi-sources"
needs_samples = pytest.mark.skipif(not SAMPLES.is_dir(), reason=f"no samples at {SAMPLES}")


@pytest.fixture(scope="module")
def jinan() -> Read:
    return read(FORM, Path(__file__).parent / "jinan.xml")


def test_everything_read_is_taken_by_the_registry_and_the_live_door(jinan: Read):
    assert_is_taken(jinan.publication)
    assert jinan.publication.published_at == "2026-11-21T09:00:30+08:00"


def test_a_lot_has_its_chinese_name_place_hours_and_entrance(jinan: Read):
    lot = jinan.lots["quancheng"]
    assert (lot["name"], lot["name_en"]) == ("泉城广场停车场", "Spring City Square")
    assert (lot["lat"], lot["lon"]) == (36.6612, 117.0163)
    assert lot["opening_hours"] == "Mo-Fr 05:30-24:00; Sa-Su 06:00-23:00"
    assert lot["entrances"] == [{"lat": 36.6615, "lon": 117.017}]
    assert (lot["structure"], lot["max_height_m"]) == ("underground", 2.1)
    assert lot["address"] == "泺源大街 68号"


def test_spaces_for_some_are_off_the_total_and_none_counts_twice(jinan: Read):
    assert jinan.lots["quancheng"]["capacity"] == {
        "general": 220, "accessible": 8, "charging": 12,
    }  # fmt: skip
    assert jinan.spaces["quancheng"] == [
        {"space_class": "general", "capacity": 220, "free": 50},
        {"space_class": "accessible", "capacity": 8, "free": 5},
        {"space_class": "charging", "capacity": 12, "free": 2},
    ]


def test_a_lot_only_for_the_disabled_is_no_general_one(jinan: Read):
    assert jinan.lots["bay-7"]["capacity"] == {"accessible": 1}
    assert jinan.spaces["bay-7"] == [{"space_class": "accessible", "capacity": 1, "free": 1}]


def test_a_percentage_becomes_a_count_where_the_capacity_is_known(jinan: Read):
    assert jinan.spaces["heihu"] == [{"space_class": "general", "capacity": 30, "free": 9}]
    assert jinan.bays == {("heihu", "3"): "occupied", ("heihu", "4"): "free"}


def test_closed_full_and_unknown_are_three_things(jinan: Read):
    assert jinan.open["closed"] is False
    assert "closed" not in jinan.spaces
    assert jinan.spaces["full"] == [{"space_class": "general", "free": 0}]
    assert jinan.open["full"] is True
    assert "faulty" not in jinan.spaces
    assert jinan.found("no-data") == ["closed", "faulty"]


def test_what_is_expected_in_an_hour_is_not_said_of_now(jinan: Read):
    assert "forecast" not in jinan.spaces
    assert jinan.found("ignored-part") == ["forecast"]


def test_a_missing_or_broken_time_is_told_and_never_made_up(jinan: Read):
    assert jinan.observed["heihu"] is None
    assert jinan.found("no-time") == ["heihu", "broken"]
    assert jinan.found("bad-time") == ["broken"]
    assert jinan.found("naive-time") == ["bay-7"]


def test_sums_bicycles_and_lorries_are_told_apart(jinan: Read):
    assert jinan.found("aggregate") == ["centre", "centre"]
    assert jinan.found("not-parking") == ["bikes"]
    assert jinan.lots["lorries"]["lot_class"] == "dedicated"
    assert {"centre", "bikes"}.isdisjoint(jinan.lots)


def test_a_finding_points_into_the_document(jinan: Read):
    pointers = [f.pointer for f in jinan.publication.findings if f.code == "negative-count"]
    assert [p.rpartition("parkingStatusPublication/")[2] for p in pointers] == [
        "parkingRecordStatus[8]/parkingOccupancy/parkingNumberOfVacantSpaces"
    ]


@needs_samples
@pytest.mark.parametrize(("name", "lots", "reports", "closed"), [
    ("aachen-static.xml", 17, 0, 0), ("aachen-realtime.xml", 0, 15, 4),
    ("friedrichshafen-sensors-static.xml", 55, 0, 0),
    ("friedrichshafen-sensors-realtime.xml", 0, 55, 0),
])  # fmt: skip
def test_german_feeds_are_read_whole(name: str, lots: int, reports: int, closed: int):
    found = read(FORM, SAMPLES / name)
    assert_is_taken(found.publication)
    assert (len(found.lots), len(found.spaces)) == (lots, reports)
    assert list(found.open.values()).count(False) == closed


@needs_samples
def test_a_bay_for_the_disabled_stays_one_when_only_its_state_is_sent():
    states = read(FORM, SAMPLES / "friedrichshafen-sensors-realtime.xml")
    assert {spaces[0]["space_class"] for spaces in states.spaces.values()} == {"accessible"}
    assert sum(spaces[0]["free"] for spaces in states.spaces.values()) == 48

"""DATEX II v2 facilities: short-term spaces, several words of state, metres for degrees."""

from pathlib import Path

import pytest

from ingest.formats.datex2_v2_facility.mapping import FORM, recognise
from ingest.formats.form import Terms
from tests.ingest.formats.reading import SHARED, Read, assert_is_taken, opened, read

STUTTGART = SHARED / "feeds" / "parkapi-sources"
FRANKFURT = SHARED / "feeds" / "frankfurt-datex2-series"
needs_samples = pytest.mark.skipif(not STUTTGART.is_dir(), reason=f"no samples at {STUTTGART}")


@pytest.fixture(scope="module")
def jinan() -> Read:
    return read(FORM, Path(__file__).parent / "jinan.xml")


def test_everything_read_is_taken_by_the_registry_and_the_live_door(jinan: Read):
    assert_is_taken(jinan.publication)


def test_an_id_with_a_name_in_brackets_is_taken_apart(jinan: Read):
    assert {lot: fields["name"] for lot, fields in jinan.lots.items()} == {
        "101": "百脉泉", "102": "千佛山", "103": "趵突泉",
    }  # fmt: skip


def test_short_term_spaces_are_the_general_ones_without_those_for_the_disabled(jinan: Read):
    assert jinan.lots["101"]["capacity"] == {"accessible": 6, "general": 154, "monthly": 40}
    assert jinan.spaces["101"] == [
        {"space_class": "general", "capacity": 154, "free": 116},
        {"space_class": "accessible", "capacity": 6, "free": 4},
    ]


def test_an_occupied_part_of_one_becomes_a_count(jinan: Read):
    assert jinan.spaces["103"] == [{"space_class": "general", "capacity": 80, "free": 60}]


def test_a_closed_facility_that_has_nothing_of_nothing_says_nothing(jinan: Read):
    assert jinan.open == {"101": True, "102": False}
    assert "102" not in jinan.spaces
    assert "capacity" not in jinan.lots["102"]


def test_a_sum_over_a_district_is_no_lot(jinan: Read):
    assert jinan.found("aggregate") == ["1"]


def test_metres_that_stand_where_degrees_belong_are_converted_and_told(jinan: Read):
    lot = jinan.lots["101"]
    assert (lot["lat"], lot["lon"]) == pytest.approx((48.77534, 9.17406), abs=1e-5)
    assert jinan.found("projected-position") == ["101"]


def test_dated_days_of_a_week_are_weekdays(jinan: Read):
    assert jinan.lots["101"]["opening_hours"] == "Mo-Tu 07:00-22:00"


@needs_samples
def test_stuttgart_is_read_whole_and_unknown_capacities_stay_unknown():
    table = read(FORM, STUTTGART / "stuttgart-static.xml")
    assert_is_taken(table.publication)
    assert (len(table.lots), len(table.found("no-capacity"))) == (49, 10)
    assert all(48.6 < lot["lat"] < 48.9 for lot in table.lots.values() if "lat" in lot)
    states = read(FORM, STUTTGART / "stuttgart-realtime.xml")
    assert_is_taken(states.publication)
    assert (len(states.spaces), list(states.open.values()).count(False)) == (38, 4)
    assert len(states.found("no-count")) == 9


@needs_samples
def test_a_publication_without_a_payload_is_known_and_empty():
    document = opened(FRANKFURT / "2021-12-11T173541Z_317B.xml")
    assert recognise(document).score >= 0.6
    assert FORM.read(document, Terms()).reports == []


@needs_samples
def test_every_state_of_the_frankfurt_series_is_taken_and_its_sums_are_left_out():
    files = sorted(FRANKFURT.glob("*.xml"))[::20]
    for file in files:
        publication = FORM.read(opened(file), Terms())
        assert_is_taken(publication)
        assert len(publication.reports) <= 9

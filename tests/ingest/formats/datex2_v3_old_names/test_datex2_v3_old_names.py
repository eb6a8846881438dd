"""DATEX II with v2's names in v3's namespace, out of SOAP, statuses before the table."""

from pathlib import Path

from ingest.formats.datex2_v2_parking_record.mapping import recognise as recognise_v2
from ingest.formats.datex2_v3.mapping import recognise as recognise_v3
from ingest.formats.datex2_v3_old_names.mapping import FORM
from tests.ingest.formats.reading import assert_is_taken, opened, read

SAMPLE = Path(__file__).parent / "jinan.xml"


def test_it_is_told_from_its_neighbours():
    document = opened(SAMPLE)
    assert recognise_v2(document).score == 0
    assert recognise_v3(document).score == 0


def test_the_whole_counts_and_its_groups_are_not_added_to_it():
    found = read(FORM, SAMPLE)
    assert_is_taken(found.publication)
    assert found.spaces["CN_12_3"] == [{"space_class": "general", "free": 8}]
    assert found.found("ignored-part") == ["CN_12_3", "CN_12_3"]


def test_groups_stand_in_where_the_whole_says_nothing():
    found = read(FORM, SAMPLE)
    assert found.spaces["CN_12_4"] == [{"space_class": "general", "capacity": 30, "free": 9}]
    lot = found.lots["CN_12_4"]
    assert (lot["capacity"], lot["lot_class"]) == ({"general": 30}, "dedicated")
    assert (lot["lat"], lot["lon"]) == (36.72, 117.11)

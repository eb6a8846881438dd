"""RSS of a guidance system: a lot an item, and question marks are no zeros."""

from pathlib import Path

import pytest

from ingest.formats.document import Document
from ingest.formats.rss_parkleitsystem.mapping import FORM, recognise
from ingest.formats.safe_xml import parse_xml
from tests.ingest.formats.reading import SHARED, Read, assert_is_taken, read

ZURICH = SHARED / "feeds" / "parkapi-v1" / "fixtures" / "zuerich.xml"


@pytest.fixture(scope="module")
def jinan() -> Read:
    return read(FORM, Path(__file__).parent / "jinan.xml")


def test_everything_read_is_taken_by_the_registry_and_the_live_door(jinan: Read):
    assert_is_taken(jinan.publication)


def test_the_link_names_the_lot_and_the_title_its_street(jinan: Read):
    lot = jinan.lots["quancheng"]
    assert (lot["name"], lot["address"]) == ("泉城广场", "泺源大街 68 号")
    assert jinan.observed["quancheng"] == "2026-11-21T01:00:00+00:00"


def test_open_and_empty_is_full_closed_is_closed_and_marks_are_unknown(jinan: Read):
    assert jinan.spaces["lot-2"] == [{"space_class": "general", "free": 0}]
    assert jinan.open == {"quancheng": True, "lot-2": True, "lot-3": False}
    assert jinan.found("no-data") == ["lot-4"]
    assert {"lot-3", "lot-4"}.isdisjoint(jinan.spaces)


def test_news_without_a_state_are_none_of_it():
    content = (
        b"<rss><channel><item><title>x</title><description>y</description></item></channel></rss>"
    )
    assert recognise(Document("xml", xml=parse_xml(content))).score < 0.6


@pytest.mark.skipif(not ZURICH.is_file(), reason=f"no sample at {ZURICH}")
def test_zurich_is_read_whole():
    found = read(FORM, ZURICH)
    assert_is_taken(found.publication)
    assert (len(found.lots), len(found.spaces)) == (37, 36)
    assert found.found("no-count") == ["hardau"]

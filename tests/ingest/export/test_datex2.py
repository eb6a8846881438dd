"""DATEX II out: valid against the official schema whatever the lots, and true to what is known."""

from functools import cache
from pathlib import Path
from xml.etree.ElementTree import Element, fromstring

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from ingest.export.datex2.publications import status_sheet, table_sheet
from ingest.export.shown import Shown
from tests.ingest.export.printing import body_of
from tests.ingest.export.samples import (
    NOW_US,
    OPERATOR,
    PUBLISHER,
    distinct,
    lot,
    seen_lots,
    shown,
)

SCHEMAS = Path("/work/shared/data/schemas/datex2-v3.7")
schema_at_hand = pytest.mark.skipif(not SCHEMAS.is_dir(), reason=f"no schemas in {SCHEMAS}")
F = "{http://datex2.eu/schema/3/facilities}"
P = "{http://datex2.eu/schema/3/parking}"


@cache
def schema() -> etree.XMLSchema:
    return etree.XMLSchema(etree.parse(SCHEMAS / "DATEXII_3_D2Payload.xsd"))


def table(*seen: Shown) -> bytes:
    return body_of(
        table_sheet(
            [one.lot for one in seen], lambda _: OPERATOR, PUBLISHER, NOW_US,
            version=9, is_real=True,
        )
    )  # fmt: skip


def status(*seen: Shown) -> bytes:
    return body_of(status_sheet(seen, PUBLISHER, NOW_US, version=9, is_real=True))


def place_status(seen: Shown) -> Element:
    found = fromstring(status(seen)).find(f"{P}parkingStatusInformation")
    assert found is not None
    return found


@schema_at_hand
@settings(max_examples=40)
@given(st.lists(seen_lots(), min_size=1, max_size=4).map(distinct))
def test_both_publications_are_valid_whatever_the_lots(seen):
    for document in (table(*seen), status(*seen)):
        schema().assertValid(etree.fromstring(document))


@schema_at_hand
def test_a_name_cannot_leave_its_element_or_break_the_document():
    evil = lot(name='</com:value><x>&amp;"\x00\x1b\ufffe𝄞' + "长" * 2_000, name_en="a<b>&'c'")
    document = table(shown(evil))
    schema().assertValid(etree.fromstring(document))
    names = [e.text for e in etree.fromstring(document).iterfind(f".//{P}parkingTable//{F}name//*")]
    assert "a<b>&'c'" in names


def test_every_lot_is_there_once_without_a_position_too():
    root = fromstring(table(shown(lot("a")), shown(lot("b", lat=None, lon=None))))
    places = root.findall(f".//{P}hierarchyElementGeneral")
    assert [place.get("id") for place in places] == ["a", "b"]


def test_unknown_is_no_number_and_zero_is_full():
    unknown, full = place_status(shown(lot())), place_status(shown(lot(), {"general": 0}))
    assert unknown.find(f".//{P}numberOfVacantSpaces") is None
    assert unknown.findtext(f"{P}status") == "unknown"
    assert unknown.findtext(f"{F}openingStatus") == "statusUnknown"
    assert full.findtext(f".//{P}numberOfVacantSpaces") == "0"
    assert full.findtext(f"{P}status") == "full"


def test_a_stale_count_is_told_as_a_fault_with_the_time_it_was_seen():
    stale = place_status(shown(lot(), {"general": 40}, age_s=4_000))
    assert stale.find(f".//{P}numberOfVacantSpaces") is None
    assert stale.findtext(f"{P}parkingFault") == "communicationsFailure"
    assert stale.findtext(f"{F}lastUpdated") is not None


def test_a_closed_lot_is_closed_and_not_full():
    closed = place_status(shown(lot(), {"general": 40}, is_open=False))
    assert closed.findtext(f"{F}openingStatus") == "closed"
    assert closed.find(f"{P}status") is None


@pytest.mark.parametrize(
    ("flag", "fault"),
    [("frozen", "erroneousOccupancyInformation"), ("offline", "communicationsFailure"),
     ("suspect", None)],
)  # fmt: skip
def test_what_the_platform_found_out_about_a_count_is_passed_on(flag, fault):
    told = place_status(shown(lot(), {"general": 40}, flags=frozenset({flag})))
    assert told.findtext(f"{P}parkingFault") == fault


def test_the_interval_is_told_where_a_count_is_uncertain():
    told = place_status(shown(lot(), {"general": 40}, spread=3))
    assert told.findtext(f".//{P}numberOfVacantSpacesLowerThan") == "44"
    assert told.findtext(f".//{P}numberOfVacantSpacesHigherThan") == "36"


def test_spaces_for_some_are_told_apart_and_are_in_the_whole():
    capacity = {"general": 100, "accessible": 4, "monthly": 30}
    seen = shown(lot(capacity=capacity), {"general": 40, "accessible": 1})
    vacant = {
        element.find(f"{F}reference").get("id"): element.findtext(f".//{P}numberOfVacantSpaces")
        for element in fromstring(status(seen)).iterfind(f"{P}parkingStatusInformation")
    }
    assert vacant == {"op-1": "41", "op-1.accessible": "1", "op-1.monthly": None}
    assert place_status(seen).findtext(f".//{P}numberOfSpacesOverride") == "104"
    assert b"registeredDisabledUsers" in table(seen)

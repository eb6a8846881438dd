"""DATEX II v3.3 to 3.7: tables and statuses in one container, as XML and as JSON."""

from pathlib import Path

import pytest
from lxml import etree

from ingest.formats.datex2_v3.mapping import FORM
from ingest.formats.document import Document
from ingest.formats.form import Terms
from ingest.formats.safe_xml import parse_xml
from tests.ingest.formats.reading import SHARED, Read, assert_is_taken, read

HERE = Path(__file__).parent
SCHEMA = SHARED / "schemas" / "datex2-v3.7" / "DATEXII_3_MessageContainer.xsd"


@pytest.fixture(scope="module")
def jinan() -> Read:
    return read(FORM, HERE / "jinan.xml")


@pytest.mark.skipif(not SCHEMA.is_file(), reason=f"no schema at {SCHEMA}")
def test_the_sample_is_what_the_official_schema_says():
    schema = etree.XMLSchema(etree.parse(SCHEMA))
    assert schema.validate(etree.parse(HERE / "jinan.xml")), schema.error_log


def test_everything_read_is_taken_by_the_registry_and_the_live_door(jinan: Read):
    assert_is_taken(jinan.publication)


def test_a_place_has_its_outline_address_height_and_gate(jinan: Read):
    lot = jinan.lots["daming"]
    assert (lot["name"], lot["name_en"]) == ("大明湖北门停车场", "Daming Lake North")
    assert lot["address"] == "大明湖路 271 号, 济南"
    assert lot["outline"]["coordinates"][0][0] == [117.023, 36.678]
    assert (lot["structure"], lot["opening_hours"]) == ("underground", "24/7")
    assert (lot["max_height_m"], lot["entrances"]) == (2.2, [{"lat": 36.6786, "lon": 117.025}])


def test_parts_for_some_are_classes_of_the_place_by_parent_or_by_child(jinan: Read):
    assert jinan.lots["daming"]["capacity"] == {"accessible": 10, "charging": 20, "general": 270}
    assert jinan.spaces["daming"] == [
        {"space_class": "general", "capacity": 290, "free": 84},
        {"space_class": "accessible", "capacity": 10, "free": 6},
    ]
    assert {"daming-wc", "daming-ev", "daming-gate"}.isdisjoint(jinan.lots)


def test_a_bay_of_a_place_is_told_as_its_bay(jinan: Read):
    assert jinan.bays == {("daming", "daming-bay-1"): "occupied"}


def test_a_campus_is_a_sum(jinan: Read):
    assert jinan.found("aggregate") == ["campus", "campus"]


def test_a_kerb_is_at_the_middle_of_its_line_and_closed_without_a_count(jinan: Read):
    lot = jinan.lots["furong"]
    assert (lot["lat"], lot["lon"], lot["lot_class"]) == (36.666, 117.018, "onstreet")
    assert jinan.open["furong"] is False
    assert "furong" not in jinan.spaces


def test_a_class_is_told_by_its_reference_where_there_is_no_table(jinan: Read):
    assert jinan.spaces["elsewhere"] == [{"space_class": "charging", "free": 3}]


def test_the_json_encoding_says_the_same():
    found = read(FORM, HERE / "jinan.json")
    assert_is_taken(found.publication)
    assert found.lots["daming"]["capacity"] == {"accessible": 10, "general": 290}
    assert found.lots["daming"]["name"] == "大明湖北门停车场"
    assert found.spaces["daming"] == [
        {"space_class": "general", "capacity": 290, "free": 84},
        {"space_class": "accessible", "capacity": 10, "free": 6},
    ]
    assert found.publication.reports[0].pointer.startswith("/messageContainer/payload/1/prk")


def test_statuses_alone_are_read_bare_and_a_lone_space_is_a_lot():
    content = b"""<d2:payload xmlns:d2="http://datex2.eu/schema/3/d2Payload"
      xmlns:p="http://datex2.eu/schema/3/parking" xmlns:f="http://datex2.eu/schema/3/facilities"
      xmlns:x="http://www.w3.org/2001/XMLSchema-instance" x:type="p:ParkingStatusPublication">
      <p:parkingStatusInformation x:type="p:SpaceStatus"><f:reference id="b7" version="1"/>
      <p:occupied>false</p:occupied></p:parkingStatusInformation></d2:payload>"""
    document = Document("xml", xml=parse_xml(content))
    assert FORM.recognise(document).score == 1.0
    found = Read(FORM.read(document, Terms()))
    assert found.spaces["b7"] == [{"space_class": "general", "capacity": 1, "free": 1}]
    assert found.found("no-time") == ["b7"]


@pytest.mark.parametrize(("content", "score"), [
    ('<payload xmlns="http://datex2.eu/schema/3/d2" type="ParkingTablePublication"/>', 1.0),
    ('<payload xmlns="http://datex2.eu/schema/3/d2" type="SituationPublication"/>', 0.3),
    ("<lots/>", 0.0),
])  # fmt: skip
def test_an_empty_publication_is_known_and_roadworks_are_not_parking(content: str, score: float):
    assert FORM.recognise(Document("xml", xml=parse_xml(content.encode()))).score == score

"""CDS: zones are lots along the street, who parks enters, and plates stay behind."""

import json

import pytest

from ingest.formats.cds.mapping import FORM, recognise
from ingest.formats.document import Document, Table
from ingest.formats.form import Terms
from tests.ingest.formats.standard_samples import (
    SHARED,
    codes_of,
    json_document,
    lots_of,
    read_json,
    read_sample,
    sample,
    spaces_of,
)


def test_a_zone_has_its_outline_its_name_and_its_count():
    publication = read_sample(FORM, "curbs.json")
    lots = lots_of(publication)
    assert (lots["z-1"]["name"], lots["z-1"]["lot_class"]) == ("泉城路北侧", "onstreet")
    assert (lots["z-2"]["name"], lots["z-2"]["capacity"]) == ("文化西路", {"general": 2})
    assert (lots["z-2"]["lat"], lots["z-2"]["lon"]) == (36.651, 117.001)
    assert spaces_of(publication)["z-1"] == {"general": {"free": 3, "capacity": 12}}
    assert publication.reports[0].fields["observed_at"] == "2026-11-21T00:59:50+00:00"


def test_spaces_are_bays_and_what_is_no_count_is_told():
    publication = read_sample(FORM, "curbs.json")
    bays = [row.fields for row in publication.reports if row.fields["kind"] == "space"]
    assert [(bay["space_code"], bay["status"]) for bay in bays] == [
        ("s-1", "free"), ("s-2", "occupied"),
    ]  # fmt: skip
    codes = codes_of(publication)
    assert (codes["s-3"], codes["a-1"], codes["o-1"]) == (
        {"no-count"}, {"aggregate"}, {"not-parking"},
    )  # fmt: skip


def test_events_are_entries_and_exits_with_their_own_serials():
    publication = read_sample(FORM, "events.json")
    told = [(row.fields["kind"], row.fields["record_serial"]) for row in publication.reports]
    assert told == [("entry", "e-1"), ("exit", "e-2"), ("space", "e-4"), ("heartbeat", "e-5")]
    assert publication.reports[0].fields["sent_at"] == "2026-11-21T00:58:21+00:00"
    assert publication.reports[1].fields["space_class"] == "motorcycle"
    assert publication.reports[2].fields["status"] == "unknown"
    assert [finding.code for finding in publication.findings] == [
        "not-parking", "ignored-part", "bad-record",
    ]  # fmt: skip


def test_no_licence_plate_is_passed_on():
    publication = read_sample(FORM, "events.json")
    assert "12345" not in json.dumps([dict(row.fields) for row in publication.reports])


@pytest.mark.parametrize("wrap", [lambda d: d, lambda d: [d]])
def test_data_may_be_an_object_or_a_list_of_one(wrap):
    root = sample("cds/events.json")
    wrapped = {**root, "data": wrap(root["data"])}
    assert recognise(json_document(wrapped)).score == 1
    assert len(read_json(FORM, wrapped).reports) == 4


def test_rules_and_prices_alone_are_refused_as_such():
    curbs = sample("cds/curbs.json")["data"]
    likeness = recognise(json_document({"version": "1.0", "data": {"policies": curbs["policies"]}}))
    assert likeness.score < 0.6
    assert likeness.lacks is not None
    assert "rules" in likeness.lacks.en


COLUMNS = ("session_type", "event_id_start", "event_time_start", "event_time_end", "event_id_end",
           "curb_zone_id", "vehicle_type")  # fmt: skip


def sessions(*rows: dict[str, object]) -> Document:
    return Document("table", tables=[Table("", COLUMNS, list(enumerate(rows, 2)))])


def test_a_session_is_an_entry_and_an_exit_of_the_past():
    stay = {"event_time_start": "1795222700", "event_time_end": "1795222800", "curb_zone_id": "z",
            "event_id_start": "a", "event_id_end": "b", "vehicle_type": "truck"}  # fmt: skip
    publication = FORM.read(sessions(stay), Terms())
    assert [(r.fields["kind"], r.fields["record_serial"]) for r in publication.reports] == [
        ("entry", "a"), ("exit", "b"),
    ]  # fmt: skip
    assert all(row.fields["is_backfill"] for row in publication.reports)


def test_who_passes_an_area_parks_nowhere():
    passing = {
        "session_type": "area", "event_id_start": "a", "event_id_end": "b", "curb_zone_id": "z-1",
        "event_time_start": "1795222800", "event_time_end": "1795222900",
    }  # fmt: skip
    publication = FORM.read(sessions(passing), Terms())
    assert publication.reports == []
    assert codes_of(publication)["z-1"] == {"ignored-part"}


def test_a_session_that_ends_before_it_begins_is_refused():
    stay = {"event_time_start": "1795222800", "event_time_end": "1795222700", "curb_zone_id": "z"}
    publication = FORM.read(sessions(stay), Terms())
    assert publication.reports == []
    assert codes_of(publication) == {"z": {"bad-record"}}


@pytest.mark.skipif(not SHARED.is_dir(), reason=f"no recorded feeds at {SHARED}")
@pytest.mark.parametrize(
    ("name", "lots", "reports"), [("curbs-1", 1, 0), ("events-1", 0, 1), ("events-2", 0, 1)]
)
def test_examples_of_the_standard_are_read(name: str, lots: int, reports: int):
    root = json.loads((SHARED / "cds" / f"{name}.json").read_text("utf-8"))
    assert recognise(json_document(root)).score == 1
    publication = read_json(FORM, root)
    assert (len(publication.lots), len(publication.reports)) == (lots, reports)

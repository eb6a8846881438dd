"""Sensade: a lot's `availableSpaces` is its capacity; only a status has counts."""

import json

import pytest

from ingest.formats.sensade.mapping import FORM, recognise
from tests.ingest.formats.standard_samples import (
    SHARED,
    codes_of,
    json_document,
    lots_of,
    read_json,
    read_sample,
    spaces_of,
)


def test_available_spaces_of_a_lot_are_all_it_has():
    publication = read_sample(FORM, "lot.json")
    assert lots_of(publication)["s1"]["capacity"] == {"general": 2, "accessible": 1}
    assert publication.reports == []


def test_a_silent_sensor_is_neither_free_nor_occupied():
    publication = read_sample(FORM, "status.json")
    assert spaces_of(publication)["s1"] == {"general": {"free": 1, "capacity": 3}}
    assert codes_of(publication)["s1"] == {"no-time"}


def test_lots_are_found_in_their_organisation():
    assert lots_of(read_sample(FORM, "lots.json"))["s1"]["lat"] == 36.6605


@pytest.mark.skipif(not SHARED.is_dir(), reason=f"no recorded feeds at {SHARED}")
def test_every_recorded_answer_is_read():
    files = sorted((SHARED / "parkapi-sources" / "p-m-sensade").glob("*.json"))
    assert len(files) == 15
    roots = [json.loads(file.read_text("utf-8")) for file in files]
    assert all(recognise(json_document(root)).score == 1 for root in roots)
    told = [read_json(FORM, root) for root in roots]
    assert sum(len(publication.reports) for publication in told) == 7
    assert {lot_id for publication in told for lot_id in lots_of(publication)} == {
        lot_id for publication in told for lot_id in lots_of(publication) if len(lot_id) == 36
    }

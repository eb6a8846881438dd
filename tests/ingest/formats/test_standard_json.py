"""Whatever members a payload lacks and in whatever order it comes, good records get in."""

import copy
import json
import random
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ingest.formats.catalogue import guesses
from ingest.formats.form import Form, Terms
from ingest.formats.lot_ids import lot_id_of
from ingest.formats.publication import Publication
from parking.draft_reading import DraftRules, read_draft
from parking.problems import Problem
from parking.report_body import report_of
from tests.ingest.formats.standard_samples import (
    FORMS,
    SAMPLES,
    SHARED,
    json_document,
    read_json,
)

WRONG = (None, "", "-1", -1, "?", [], {}, [[]], "Ä" * 300, 10**30, True, {"type": "Point"}, 0)


def told(publication: Publication) -> tuple[set[str], set[str], set[str]]:
    """What a publication says, whatever the order and the places it was said in."""
    return (
        {json.dumps(row.fields, sort_keys=True) for row in publication.lots},
        {json.dumps(in_order(row.fields), sort_keys=True) for row in publication.reports},
        {f"{one.lot_id} {one.is_open}" for one in publication.openings},
    )


def in_order(report):
    spaces = sorted(report.get("spaces", []), key=lambda one: one["space_class"])
    return {**report, "spaces": spaces}


@pytest.mark.parametrize(("form", "path"), SAMPLES, ids=lambda one: getattr(one, "name", None))
def test_a_sample_is_told_from_all_other_formats(form: Form, path: Path):
    found = guesses(json_document(json.loads(path.read_text("utf-8"))), FORMS)
    assert found[0].form is form
    assert found[0].likeness.score == 1.0
    assert all(guess.likeness.score < 0.6 for guess in found[1:])


@pytest.mark.parametrize(("form", "path"), SAMPLES, ids=lambda one: getattr(one, "name", None))
def test_all_that_is_read_passes_the_registry_and_the_live_door(form: Form, path: Path):
    publication = read_json(form, json.loads(path.read_text("utf-8")))
    assert publication.lots or publication.reports
    refused = [found for row in publication.lots for found in problems_of_lot(row.fields)]
    assert refused == []
    for row in publication.reports:
        whole = {"record_serial": "1", "observed_at": "2026-11-21T09:00:00+08:00", **row.fields}
        assert not isinstance(report_of(whole, row.pointer), Problem)


def problems_of_lot(fields):
    lot_id = str(fields["lot_id"])
    draft = read_draft({"name": lot_id, **fields, "lot_id": lot_id_of("t", lot_id)}, DraftRules())
    return draft if isinstance(draft, list) else []


@pytest.mark.parametrize(("form", "path"), SAMPLES, ids=lambda one: getattr(one, "name", None))
def test_the_order_of_records_changes_nothing(form: Form, path: Path):
    root = json.loads(path.read_text("utf-8"))
    before = told(read_json(form, root))
    for seed in range(3):
        assert told(read_json(form, shuffled(root, random.Random(seed)))) == before


def shuffled(value, rng, in_record=False):
    """The same payload with its lists of objects in another order, but lists within records."""
    if isinstance(value, list) and value and all(isinstance(one, dict) for one in value):
        inner = [shuffled(one, rng, True) for one in value]
        return inner if in_record else rng.sample(inner, len(inner))
    if isinstance(value, dict) and not in_record:
        return {name: shuffled(inner, rng) for name, inner in value.items()}
    return value


def places(value, path=()):
    """Every place in a payload, from its root's members down."""
    keys = value.keys() if isinstance(value, dict) else range(len(value))
    for key in keys:
        yield (*path, key)
        if isinstance(value[key], dict | list):
            yield from places(value[key], (*path, key))


def spoil(root, path, wrong, is_gone):
    """Take out, or replace, what is at a place that is still there."""
    *way, last = path
    for key in way:
        try:
            root = root[key]
        except (KeyError, IndexError, TypeError):
            return
    if not isinstance(root, dict | list) or (isinstance(root, dict) and last not in root):
        return
    if isinstance(root, list) and not (isinstance(last, int) and last < len(root)):
        return
    if is_gone:
        del root[last]
    else:
        root[last] = copy.deepcopy(wrong)


@pytest.mark.parametrize(
    "form", [one for one in FORMS if one.name != "no_payload"], ids=lambda f: f.name
)
@settings(max_examples=25)
@given(st.data())
def test_missing_and_senseless_members_cost_no_more_than_themselves(
    form: Form, data: st.DataObject
):
    own = [path for of_form, path in SAMPLES if of_form is form]
    root = json.loads(data.draw(st.sampled_from(own)).read_text("utf-8"))
    for _ in range(data.draw(st.integers(1, 8))):
        there = list(places(root))
        if not there:
            break
        spoil(
            root,
            data.draw(st.sampled_from(there)),
            data.draw(st.sampled_from(WRONG)),
            data.draw(st.booleans()),
        )
    document = json_document(root)
    form.recognise(document)
    try:
        publication = form.read(document, Terms())
    except ValueError:
        return
    assert all(
        problems_of_lot(row.fields) == [] or "lot_id" not in row.fields for row in publication.lots
    )
    assert all(finding.to_dict()["message"] for finding in publication.findings)


LISTED = {
    "parkapi_v1/city.json": ["lots"],
    "parkapi_v3/sites.json": ["items"],
    "parkapi_v3/spots.json": ["items"],
    "hk_carpark/info.json": ["results"],
    "hk_carpark/vacancy.json": ["results"],
    "tw_tdx/availability.json": ["ParkingAvailabilities"],
    "sg_carpark/portal.json": ["items", 0, "carpark_data"],
    "liipi/facilities.json": ["results"],
    "spdp_nl/dynamic.json": [],
    "p_m_bw/lots.json": [],
    "ngsi/normalized_v2.json": [],
    "cds/events.json": ["data", "events"],
}
"""Where the records of a sample stand that have nothing to do with each other."""


@pytest.mark.parametrize("name", LISTED)
@pytest.mark.parametrize("wrong", [None, 7, "x", {}, [1], {"id": None}, {"id": [1]}])
def test_a_record_that_makes_no_sense_leaves_the_others_alone(name: str, wrong):
    form = next(one for one in FORMS if one.name == name.split("/", maxsplit=1)[0])
    path = next(
        path for of_form, path in SAMPLES if of_form is form and path.name == name.split("/")[1]
    )
    root = json.loads(path.read_text("utf-8"))
    before = told(read_json(form, root))
    spoilt = copy.deepcopy(root)
    listed = spoilt
    for key in LISTED[name]:
        listed = listed[key]
    listed.insert(1, wrong)
    assert form.recognise(json_document(spoilt)).score >= 0.6
    assert told(read_json(form, spoilt)) == before


OF_THESE = ("mannheim", "heidelberg.json", "p_m_bw", "vag_bike", "kienzler.geojson", "sensade")


@pytest.mark.skipif(not SHARED.is_dir(), reason=f"no recorded feeds at {SHARED}")
def test_no_recorded_feed_of_another_family_is_taken_for_one_of_these():
    files = [
        path
        for folder in ("parkapi-sources", "parkapi-v1/fixtures", "lorawan")
        for path in sorted((SHARED / folder).rglob("*json"))
        if not any(part in str(path) for part in OF_THESE)
    ]
    assert len(files) > 20
    for path in files:
        try:
            root = json.loads(path.read_text("utf-8-sig"))
        except ValueError:
            continue
        found = guesses(json_document(root), FORMS)
        assert not found or found[0].likeness.score < 0.6, path


@pytest.mark.parametrize(
    "root",
    [
        {"zones": [{"id": 1}], "status": [], "events": [{"event_id": 1}]},
        [{"event_id": "1", "event_type": "arrival", "lot": 3}],
        {"items": [{"uid": "1", "title": "post"}], "total": 1},
        {"lots": [{"lot_id": "a", "name": "泉城", "capacity": 3}]},
        {"results": [{"id": 1, "name": "x", "usages": []}]},
        {"id": 1, "version": 2, "name": "x"},
        [],
        {},
        {"data": {"data": {"data": {"data": {"data": []}}}}},
    ],
)
def test_words_that_many_use_are_no_marks(root: object):
    assert all(form.recognise(json_document(root)).score < 0.6 for form in FORMS)

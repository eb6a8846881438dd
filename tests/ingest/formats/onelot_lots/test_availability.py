"""Our own export read back: its figures are reports, and what nobody saw is none."""

import json

import pytest

from ingest.formats.form import Terms
from ingest.formats.onelot_lots.mapping import FORM
from ingest.formats.opening import open_document
from tests.ingest.formats.standard_samples import spaces_of, states_of

AT = "2026-11-21T09:00:00+08:00"
SEEN = {
    "state": "open", "free": 41, "capacity": 110, "kind": "measured", "observed_at": AT,
    "by_class": {
        "general": {"free": 41, "capacity": 110, "low": 40, "high": 42, "freshness": "live"},
        "accessible": {"free": None, "capacity": 10},
    },
}  # fmt: skip


def read(availability: object):
    properties = {"lot_id": "jn-1", "name": "泉城路", "capacity": {"general": 110}}
    properties |= {"availability": availability}
    point = {"type": "Point", "coordinates": [117.02, 36.66]}
    feature = {"type": "Feature", "geometry": point, "properties": properties}
    whole = {"type": "FeatureCollection", "as_of": AT, "features": [feature]}
    return FORM.read(open_document(json.dumps(whole).encode()), Terms())


def test_a_figure_is_a_report_of_the_time_at_which_it_was_observed():
    publication = read(SEEN)
    assert spaces_of(publication) == {"jn-1": {"general": {"free": 41, "capacity": 110}}}
    assert publication.reports[0].fields["observed_at"] == "2026-11-21T09:00:00+08:00"
    assert states_of(publication) == {"jn-1": True}
    assert publication.findings == []


def test_closed_full_and_unknown_are_three_things():
    none = {"general": {"free": 0, "capacity": 110}}
    closed = read(SEEN | {"state": "closed", "by_class": none})
    assert (states_of(closed), closed.reports) == ({"jn-1": False}, [])
    full = read(SEEN | {"state": "full", "by_class": none})
    assert states_of(full) == {"jn-1": True}
    assert spaces_of(full)["jn-1"]["general"]["free"] == 0
    unknown = read(SEEN | {"state": "unknown", "by_class": {"general": {"free": None}}})
    assert (states_of(unknown), unknown.reports) == ({}, [])


@pytest.mark.parametrize("kind", ["expected", "declared", "unknown", "?"])
def test_what_nobody_saw_is_no_report(kind: str):
    assert read(SEEN | {"kind": kind}).reports == []


@pytest.mark.parametrize("availability", [None, 7, "open", [], {}, {"by_class": 3}])
def test_a_lot_without_figures_is_a_lot(availability: object):
    publication = read(availability)
    assert len(publication.lots) == 1
    assert publication.reports == []

"""The P+M feed: kinds of spaces stand side by side, and a lot out of use has no count."""

import json

import pytest

from ingest.formats.p_m_bw.mapping import FORM
from tests.ingest.formats.standard_samples import (
    SHARED,
    codes_of,
    lots_of,
    read_json,
    read_sample,
    spaces_of,
)


def test_kinds_that_a_lot_has_become_classes():
    publication = read_sample(FORM, "lots.json")
    lot = lots_of(publication)["p1"]
    assert lot["capacity"] == {"general": 111, "accessible": 4}
    assert lot["outline"]["type"] == "Polygon"
    assert spaces_of(publication)["p1"] == {
        "general": {"free": 31, "capacity": 111},
        "accessible": {"free": 3, "capacity": 4},
    }


def test_a_lot_that_is_not_active_has_no_count():
    publication = read_sample(FORM, "lots.json")
    assert "p2" not in spaces_of(publication)
    assert codes_of(publication)["p2"] == {"ignored-part"}


@pytest.mark.skipif(not SHARED.is_dir(), reason=f"no recorded feeds at {SHARED}")
def test_the_recorded_answer_is_read():
    text = (SHARED / "parkapi-sources" / "p_m_bw.json").read_text("utf-8")
    publication = read_json(FORM, json.loads(text))
    free = [one["general"]["free"] for one in spaces_of(publication).values()]
    assert (len(publication.lots), free) == (2, [31, 5])

"""Documents that were made to break a guess: read or refused in words, and soon."""

import json
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ingest.formats.document import Document
from ingest.formats.form import Terms
from ingest.formats.opening import open_document
from tests.ingest.formats.generic import likest

SOON_S = 20.0
"""Many times what it takes: the machine may be busy. Without limits it would be hours."""
KEYS = [
    "id", "name", "lat", "lon", "free", "total", "type", "features", "geometry", "coordinates",
    "properties", "reports", "kind", "lot_id", "status", "time", "crs", "*", "a/b",
]  # fmt: skip
leaves = (
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=6)
    | st.sampled_from([10**400, "FeatureCollection", "Feature", "Polygon", "snapshot", "1,5"])
)  # fmt: skip
json_values = st.recursive(
    leaves,
    lambda inner: (
        st.lists(inner, max_size=4) | st.dictionaries(st.sampled_from(KEYS), inner, max_size=5)
    ),
    max_leaves=25,
)


def tried(document: Document) -> None:
    form, _ = likest(document)
    try:
        publication = form.read(document, Terms())
    except ValueError as error:
        assert str(error)  # noqa: PT017 - either is right
    else:
        for finding in publication.findings:
            assert finding.to_dict()["message_zh"]


@settings(max_examples=150)
@given(json_values)
def test_no_json_breaks_a_reading(value: object):
    tried(Document("json", json=value, content=json.dumps(value).encode()))


def nested(depth: int) -> object:
    value: object = [1.0, 2.0]
    for _ in range(depth):
        value = [value]
    return value


@pytest.mark.parametrize(
    "value",
    [
        {"type": "Feature", "properties": {"id": 1, "capacity": 2},
         "geometry": {"type": "Polygon", "coordinates": nested(400)}},
        [{str(n): {str(m): {"id": m, "free": n} for m in range(60)} for n in range(60)}] * 3,
        {f"list{n}": [{"id": m, "free": m, "name": "停车场"} for m in range(200)]
         for n in range(200)},
        [{f"free {n}": n for n in range(5_000)}] * 20,
    ],
    ids=["deep coordinates", "wide objects", "many lists", "many columns"],
)  # fmt: skip
def test_what_is_deep_wide_or_many_takes_no_time(value: object):
    document = open_document(json.dumps(value).encode())
    begun = time.monotonic()
    tried(document)
    assert time.monotonic() - begun < SOON_S

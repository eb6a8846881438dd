"""A schema is no sample: people are told that, and nothing is read out of it."""

import json

import pytest

from ingest.formats.no_payload import FORM, why_no_payload
from tests.ingest.formats.standard_samples import FORMS, SAMPLES, SHARED, json_document, read_json

SCHEMA = {"$schema": "https://json-schema.org/draft/2020-12/schema", "type": "object",
          "properties": {"id": {"type": "string"}}}  # fmt: skip
OPENAPI = {"openapi": "3.1.0", "info": {"title": "lots"}, "paths": {}}


@pytest.mark.parametrize("root", [SCHEMA, OPENAPI, {"swagger": "2.0", "paths": {}}])
def test_definitions_are_refused_with_the_reason(root: dict[str, object]):
    assert why_no_payload(json_document(root)) is not None
    assert FORM.recognise(json_document(root)).score < 0.6
    with pytest.raises(ValueError, match="says what"):
        read_json(FORM, root)


def test_no_sample_is_taken_for_a_definition():
    for _, path in SAMPLES:
        assert why_no_payload(json_document(json.loads(path.read_text("utf-8")))) is None


@pytest.mark.skipif(not SHARED.is_dir(), reason=f"no recorded feeds at {SHARED}")
def test_schemas_of_the_data_models_are_no_entities():
    files = sorted((SHARED / "ngsi-smart-data-models").glob("*/schema.json"))
    assert len(files) == 5
    for file in files:
        document = json_document(json.loads(file.read_text("utf-8")))
        assert why_no_payload(document) is not None
        assert all(form.recognise(document).score < 0.6 for form in FORMS)

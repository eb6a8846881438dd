"""Sensors' messages are recognised by what is in them, and read without being told the sensor."""

import json

import pytest

from ingest.formats.form import Terms
from ingest.formats.lorawan.mapping import FORMS
from ingest.formats.opening import open_document
from tests.ingest.lorawan.samples import sample

FORM_OF = {form.name: form for form in FORMS}


def likeliest(content: bytes, name: str = ""):
    document = open_document(content, name)
    likely = [(form.recognise(document), form) for form in FORMS if document.kind in form.kinds]
    likeness, form = max(likely, key=lambda pair: pair[0].score)
    return document, likeness, form


def read(content: bytes):
    document, likeness, form = likeliest(content)
    assert likeness.score >= 0.6
    return form.name, form.read(document, Terms())


@pytest.mark.parametrize(
    ("name", "network", "statuses"),
    [
        ("chirpstack-up.json", "chirpstack", ["occupied"]),
        ("chirpstack-join.json", "chirpstack", []),
        ("chirpstack-v3-up.json", "chirpstack", ["free"]),
        ("things-stack-up.json", "things_stack", ["free"]),
        ("thingpark-up.json", "thingpark", ["free"]),
        ("thingpark-up.xml", "thingpark", ["occupied"]),
        ("sigfox-callback.json", "sigfox", ["occupied"]),
        ("sigfox-queries.txt", "sigfox", ["occupied", "free"]),
    ],
)
def test_a_pasted_message_is_recognised_and_its_bay_is_read(name, network, statuses):
    found, publication = read(sample(name))
    assert found == publication.format == network
    assert [report.fields["status"] for report in publication.reports] == statuses
    assert not [finding for finding in publication.findings if finding.kind.blocks]


def test_whoever_pastes_a_message_is_told_that_the_list_of_devices_says_which_bay_it_is():
    _, publication = read(sample("sigfox-queries.txt"))
    told = [finding for finding in publication.findings if finding.code == "device-bay"]
    assert [finding.lot_id for finding in told] == ["1D2F3A", "1D2F3B"]
    assert all("{" not in text for finding in told for text in map(str, finding.to_dict().values()))


def test_a_sensor_of_an_unknown_family_is_named_with_the_families_that_are_known():
    message = json.loads(sample("thingpark-up.json"))
    message["DevEUI_uplink"]["payload_hex"] = "effe"
    _, publication = read(json.dumps(message).encode())
    (finding,) = publication.findings
    assert (finding.code, publication.reports) == ("unknown-payload", [])
    assert "effe" in finding.to_dict()["message"]
    assert "bosch_tps110" in finding.to_dict()["mend_zh"]


def test_times_that_are_missing_are_not_made_up():
    _, publication = read(sample("sigfox-queries.txt"))
    assert all("observed_at" not in report.fields for report in publication.reports)
    assert [finding.code for finding in publication.findings].count("no-time") == 2


def test_a_description_of_a_codec_is_no_message_and_is_said_to_be_none():
    described = b"uplinkDecoder:\n  fileName: x.js\n  examples:\n    - input:\n        fPort: 1\n"
    _, likeness, form = likeliest(described)
    assert 0 < likeness.score < 0.6
    assert form.name == "things_stack"
    assert likeness.lacks is not None


@pytest.mark.parametrize("content", [
    b'{"reports":[]}', b'{"type":"FeatureCollection","features":[]}', b'{"lots":[{"device":"x"}]}',
    b'{"device":"gate","data":"hello"}', b"a,b,c\n1,2,3\n",
])  # fmt: skip
def test_other_payloads_are_not_taken_for_sensors(content):
    _, likeness, _ = likeliest(content)
    assert likeness.score == 0

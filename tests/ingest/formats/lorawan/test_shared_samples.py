"""Messages and codec examples that others published: read, or refused with the true reason."""

import re
from pathlib import Path

import pytest

from ingest.formats.form import Terms
from ingest.formats.lorawan.mapping import FORMS
from ingest.formats.opening import open_document
from ingest.lorawan.codecs import bosch_tps110

SOURCE = Path(__file__).resolve().parents[5] / "shared" / "data" / "feeds" / "lorawan"
pytestmark = pytest.mark.skipif(not SOURCE.is_dir(), reason=f"no samples at {SOURCE}")


def likeliest(name: str):
    document = open_document((SOURCE / name).read_bytes(), name)
    likely = [(form.recognise(document), form) for form in FORMS if document.kind in form.kinds]
    likeness, form = max(likely, key=lambda pair: pair[0].score)
    return document, likeness, form


def test_sigfox_frames_say_what_their_captions_say():
    document, likeness, form = likeliest("sigmais-sigfox-uplinks.txt")
    captions = re.findall(r"(occupied|empty)\s+/", document.text)
    found = [report.fields["status"] for report in form.read(document, Terms()).reports]
    assert (form.name, likeness.score >= 0.6) == ("sigfox", True)
    assert found == [{"empty": "free"}.get(caption, caption) for caption in captions]
    assert len(found) == 4


def test_a_report_of_thingpark_is_one_and_its_sensor_is_no_parking_sensor():
    document, likeness, form = likeliest("kpn-thingpark-envelope.json")
    publication = form.read(document, Terms())
    assert (form.name, likeness.score) == ("thingpark", 1.0)
    assert [finding.code for finding in publication.findings] == ["unknown-payload"]


def test_the_codec_s_examples_are_told_from_messages_and_come_out_as_they_say():
    document, likeness, _ = likeliest("bosch-tps110-ttn-codec-examples.yaml")
    assert likeness.score < 0.6
    assert likeness.lacks is not None
    ports = [int(port) for port in re.findall(r"fPort: (\d+)", document.text)]
    payloads = [
        bytes(int(byte, 0) for byte in row.split(","))
        for row in re.findall(r"bytes: \[(.+?)\]", document.text)
    ]
    occupied = re.findall(r"occupied: (true|false)", document.text)
    statuses = [bosch_tps110.decode(*pair).status for pair in zip(payloads, ports, strict=True)]
    assert statuses == [{"true": "occupied", "false": "free"}[word] for word in occupied]
    assert len(statuses) == 3

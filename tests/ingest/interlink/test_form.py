"""A pasted sample is known by its names, read by the right profile, and keeps no plate."""

import json
from pathlib import Path

import pytest

from ingest.formats.document import Document
from ingest.formats.form import Terms
from ingest.formats.interlink.mapping import FORM, recognise
from ingest.formats.opening import open_document
from parking.draft_reading import DraftRules, read_draft
from tests.ingest.interlink.messages import LOT, entry, leaving, push

SAMPLES_FOLDER = Path(__file__).parent / "samples"


def opened(body: object, encoding: str = "utf-8") -> Document:
    content = (
        body if isinstance(body, bytes) else json.dumps(body, ensure_ascii=False).encode(encoding)
    )
    return open_document(content, "")


SAMPLES: list[tuple[object, int, int]] = [
    (push(entry(), leaving()), 0, 2),
    (entry(), 0, 1),
    ([entry(), leaving()], 0, 2),
    (LOT, 1, 0),
    ({"data": {"list": [{**LOT, "ParkID": 4}, LOT]}}, 2, 0),
    (b"park_uuid=4&parking_serial=2&plate=%E9%B2%81A7&enter_time=1789981750000&car_type=1", 0, 1),
    ({"data": {"order_id": "1", "in_time": 1789981750, "empty_plot": 2, "park_id": 5}}, 0, 1),
    ({"ParkKey": "1", "TimeStamp": "1789981750000", "Nonce": "n", "Sign": "s",
      "Data": {"TotalSpaces": 500, "RemainingSpaces": 495, "AreaSpaces": []}}, 0, 1),
    ({"records": [{"dataType": "void", "parkNo": "1", "serialNo": "2", "originalSerialNo": "1",
                   "voidTime": "2026-09-21 17:00:00"}]}, 0, 1),
]  # fmt: skip


@pytest.mark.parametrize(("body", "lots", "reports"), SAMPLES)
@pytest.mark.parametrize("encoding", ["utf-8", "gb18030"])
def test_a_sample_is_recognised_and_read(
    body: object, lots: int, reports: int, encoding: str
) -> None:
    document = opened(body, encoding)
    assert document.kind in FORM.kinds
    assert recognise(document).score >= 0.9
    publication = FORM.read(document, Terms())
    assert (len(publication.lots), len(publication.reports)) == (lots, reports)
    assert "plate_hash" not in str(publication.reports)
    assert "A12345" not in str(publication)


@pytest.mark.parametrize(
    ("file", "lots", "kinds"),
    [
        ("guangzhou_lots.json", 2, []),
        ("guangzhou_kerb.json", 0, ["entry", "exit", "entry"]),
        ("vendor_push.json", 0, ["entry", "entry"]),
        ("vendor_form_ms.txt", 0, ["entry", "exit"]),
        ("vendor_order_seconds.json", 0, ["exit"]),
        ("vendor_signed_data.json", 0, ["snapshot"]),
        ("municipal_records.json", 0, ["snapshot", "void", "entry", "void"]),
    ],
)
def test_a_file_of_each_family_reads_whole(file: str, lots: int, kinds: list[str]) -> None:
    document = open_document((SAMPLES_FOLDER / file).read_bytes(), file)
    assert recognise(document).score == 1.0
    publication = FORM.read(document, Terms())
    assert [row.fields["kind"] for row in publication.reports] == kinds
    assert [finding for finding in publication.findings if finding.kind.blocks] == []
    drafts = [read_draft(row.fields, DraftRules()) for row in publication.lots]
    assert len(drafts) == lots
    assert not any(isinstance(draft, list) for draft in drafts)


def test_lu_in_gb18030_reads_like_lu_in_utf8() -> None:
    read = [FORM.read(opened(entry(), encoding), Terms()) for encoding in ("utf-8", "gb18030")]
    assert read[0].reports == read[1].reports


@pytest.mark.parametrize(
    "body",
    [
        {"reports": [{"kind": "entry", "lot_id": "x", "record_serial": "1"}]},
        {"lots": [{"name": "x", "free": 3, "total": 5}], "last_updated": "2026-09-21T10:00:00"},
        {"type": "FeatureCollection", "features": []},
        {"name": "x", "lat": 1, "lon": 2}, [], {}, [1, 2], {"parkCode": "x"}, b"hello = world",
    ],
)  # fmt: skip
def test_what_is_another_format_is_not_taken(body: object) -> None:
    assert recognise(opened(body)).score == 0


def test_a_near_miss_says_what_is_missing() -> None:
    likeness = recognise(opened({"totalParkNum": 1, "recordNo": "3", "plateNum": "x"}))
    assert 0 < likeness.score < 0.6
    assert likeness.lacks is not None
    assert "vendor_push" in likeness.lacks.zh
    assert "entry" in likeness.lacks.en


def test_a_sample_may_have_more_records_than_a_push() -> None:
    document = opened(push(*[entry(recordNo=str(number)) for number in range(1_200)]))
    assert recognise(document).score == 1.0
    assert len(FORM.read(document, Terms()).reports) == 1_200


def test_refused_records_are_findings_with_their_place() -> None:
    publication = FORM.read(opened(push(entry(enterTime="soon"), entry())), Terms())
    assert len(publication.reports) == 1
    [finding] = publication.findings
    assert (finding.code, finding.pointer) == ("bad-time", "/dataItems/0/enterTime")


def test_what_belongs_to_no_profile_cannot_be_read() -> None:
    with pytest.raises(ValueError, match="interlink"):
        FORM.read(opened({"a": 1}), Terms())

"""Messages: short ones are completed, whole ones left as they are, and no age is made up."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.mqtt.messages import LARGEST, Message, body_of
from ingest.mqtt.topics import ROOT, read_topic
from parking.clock import to_us
from parking.problems import Problem, ProblemError
from parking.report import SpaceReport, Totals
from parking.report_body import decode_reports
from tests.ingest.city import NOON

LOT = f"{ROOT}/jn/lots/jn-1"
WHOLE = {
    "kind": "space", "lot_id": "jn-1", "space_code": "7", "status": "free", "record_serial": "r1",
    "observed_at": "2026-11-21T09:00:00+08:00",
}  # fmt: skip


def reports_of(topic: str, payload: object, *, kept: bool = False):
    written = payload if isinstance(payload, bytes) else json.dumps(payload).encode()
    return decode_reports(body_of(read_topic(topic), Message(topic, written, to_us(NOON), kept)))


def refused(topic: str, payload: object, *, kept: bool = False) -> Problem:
    with pytest.raises(ProblemError) as refusal:
        reports_of(topic, payload, kept=kept)
    return refusal.value.problem


@pytest.mark.parametrize(
    ("payload", "status"),
    [(b"occupied", "occupied"), (b" Free\n", "free"), (b"1", "occupied"), (b"0", "free"),
     (b"unknown", "unknown"), (b'{"status":"occupied"}', "occupied")],
)  # fmt: skip
def test_a_bay_needs_no_more_than_a_word(payload, status):
    (report,) = reports_of(f"{LOT}/bays/B1-07", payload)
    assert isinstance(report, SpaceReport)
    assert (report.lot_id, report.space_code, report.status) == ("jn-1", "B1-07", status)
    assert report.observed_us == to_us(NOON)


def test_totals_of_a_lane_are_complete_with_two_numbers():
    (report,) = reports_of(f"{LOT}/lanes/N1/totals", {"in_total": 40, "out_total": 31, "epoch": 7})
    assert isinstance(report, Totals)
    assert (report.lane_id, report.in_total, report.out_total, report.epoch) == ("N1", 40, 31, 7)


@pytest.mark.parametrize("payload", [b"", b"alive", {}, {"observed_at": "2026-11-21T12:00:00Z"}])
def test_a_heartbeat_needs_no_words(payload):
    (report,) = reports_of(f"{LOT}/heartbeat", payload)
    assert (report.kind, report.lot_id) == ("heartbeat", "jn-1")


def test_the_same_message_brought_twice_is_one_record():
    said = {"status": "free", "observed_at": "2026-11-21T09:00:00+08:00"}
    first, again = (reports_of(f"{LOT}/bays/7", said)[0] for _ in range(2))
    assert first.record_serial == again.record_serial
    assert reports_of(f"{LOT}/bays/8", said)[0].record_serial != first.record_serial


def test_a_topic_s_bay_and_lot_count_more_than_what_a_message_says_it_is():
    (report,) = reports_of(
        f"{LOT}/bays/7", {"status": "free", "kind": "void", "lot_id": "jn-2", "space_code": "8"}
    )
    assert (report.kind, report.lot_id, report.space_code) == ("space", "jn-1", "7")


def test_a_retained_message_without_a_time_is_refused_because_nobody_knows_its_age():
    assert refused(f"{LOT}/bays/7", b"free", kept=True).pointer == "/observed_at"
    said = {"status": "free", "observed_at": "2026-11-21T09:00:00+08:00"}
    assert len(reports_of(f"{LOT}/bays/7", said, kept=True)) == 1


def test_whole_reports_come_alone_or_in_a_list_with_or_without_their_lot():
    without = {name: value for name, value in WHOLE.items() if name != "lot_id"}
    expected = reports_of(f"{ROOT}/jn/reports", WHOLE)
    assert len(expected) == 1
    for topic, payload in (
        (f"{ROOT}/jn/reports", {"reports": [WHOLE]}),
        (f"{LOT}/reports", WHOLE),
        (f"{LOT}/reports", without),
        (f"{LOT}/reports", {"reports": [without]}),
        (f"{LOT}/reports", b"\xef\xbb\xbf" + json.dumps(WHOLE).encode()),
    ):
        assert reports_of(topic, payload) == expected


def test_a_list_of_reports_reaches_the_door_as_it_was_sent():
    sent = b'{ "reports" : [ {"kind":"heartbeat"} , 7 ] }'
    assert body_of(read_topic(f"{ROOT}/jn/reports"), Message("", sent, 0)) == sent


def test_a_report_of_another_lot_than_the_topic_s_is_refused():
    assert refused(f"{LOT}/reports", WHOLE | {"lot_id": "jn-2"}).slug == "unknown-lot"


@pytest.mark.parametrize("payload", [b"", b"{", b"[]", b"7", b"perhaps", b"\xff\xfe", b"[" * 5_000])
@pytest.mark.parametrize("topic", [f"{LOT}/bays/B", f"{LOT}/reports", f"{ROOT}/jn/reports"])
def test_what_is_no_json_is_refused(topic, payload):
    if (topic, payload) != (f"{LOT}/bays/B", b"7"):
        assert refused(topic, payload).slug == "bad-json"


def test_a_member_that_stands_twice_is_refused_as_over_http():
    assert refused(f"{LOT}/bays/7", b'{"status":"free","status":"occupied"}').slug == "bad-json"
    twice = b'{"reports":[{"kind":"heartbeat","kind":"void"}]}'
    assert refused(f"{LOT}/reports", twice).slug == "bad-json"


def test_a_message_has_a_largest_size():
    assert refused(f"{LOT}/reports", b" " * (LARGEST + 1)).slug == "body-too-large"


@given(st.sampled_from([f"{LOT}/reports", f"{LOT}/bays/1", f"{LOT}/lanes/1/totals",
                        f"{LOT}/heartbeat", f"{ROOT}/jn/reports"]),
       st.binary(max_size=60) | st.recursive(
           st.none() | st.integers() | st.text(max_size=5),
           lambda inner: st.lists(inner, max_size=3) | st.dictionaries(
               st.sampled_from(["reports", "kind", "status", "lot_id", "observed_at"]), inner),
           max_leaves=8).map(lambda value: json.dumps(value).encode()))  # fmt: skip
def test_whatever_is_published_is_read_or_refused(topic, payload):
    try:
        read = decode_reports(body_of(read_topic(topic), Message(topic, payload, to_us(NOON))))
    except ProblemError:
        return
    assert isinstance(read, list)

"""Topics: each says whose it is and what it is about, and nothing else is one of ours."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.mqtt.topics import ROOT, Topic, operator_of, read_topic


@pytest.mark.parametrize(
    ("topic", "read"),
    [
        ("jn/reports", Topic("jn", "reports")),
        ("jn/lots/jn-1/reports", Topic("jn", "lot", "jn-1")),
        ("jn/lots/jn-1/heartbeat", Topic("jn", "heartbeat", "jn-1")),
        ("jn/lots/jn-1/bays/B1-07", Topic("jn", "bay", "jn-1", "B1-07")),
        ("jn/lots/jn-1/bays/甲-1", Topic("jn", "bay", "jn-1", "甲-1")),
        ("jn/lots/jn-1/lanes/N1/totals", Topic("jn", "lane", "jn-1", "N1")),
        ("jn/lorawan", Topic("jn", "lorawan")),
        ("jn/lorawan/application/1/device/a/event/up", Topic("jn", "lorawan")),
    ],
)
def test_a_topic_says_whose_it_is_and_what_it_is_about(topic, read):
    assert read_topic(f"{ROOT}/{topic}") == read
    assert operator_of(f"{ROOT}/{topic}") == "jn"


@pytest.mark.parametrize(
    "topic",
    [f"{ROOT}/jn", f"{ROOT}/jn/", f"{ROOT}/jn/lots/jn-1", f"{ROOT}/jn/lots//reports",
     f"{ROOT}/jn/lots/jn-1/bays", f"{ROOT}/jn/lots/jn-1/bays/a/b", f"{ROOT}/jn/reports/x",
     f"{ROOT}/jn/lorawanx", "onelot/v1/lots/jn-1/passages", "reports", ""],
)  # fmt: skip
def test_what_is_published_elsewhere_is_none_of_ours(topic):
    assert read_topic(topic) is None


@given(st.text())
def test_no_topic_breaks_the_reader(topic):
    read_topic(topic)
    read_topic(f"{ROOT}/{topic}")

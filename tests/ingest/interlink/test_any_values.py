"""Whatever stands in a vendor's fields: a record is read or refused, and nothing breaks."""

import json

import msgspec
from hypothesis import given, settings
from hypothesis import strategies as st

from ingest.interlink.mapping import read_records
from ingest.interlink.profile import MessageForm, Profile
from ingest.interlink.received import open_body
from ingest.interlink.shipped import shipped_profiles
from parking.draft_reading import DraftRules, read_draft
from parking.problems import Problem
from parking.report_body import decode_reports
from tests.ingest.interlink.messages import HASHED

MESSAGES = [
    (profile, message) for profile in shipped_profiles().values() for message in profile.messages
]
times = st.sampled_from(["2026-09-21 17:00:00", 1_789_981_750, "1789981750000", "0", "soon"])
texts = st.text(max_size=12) | st.sampled_from(
    ["\ud800", "鲁A12345", "无牌车", "\x00", "-1", "1e999"]
)
numbers = st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.just(10**400)
anything = st.recursive(
    st.none() | st.booleans() | numbers | texts | times,
    lambda inner: st.lists(inner, max_size=2) | st.dictionaries(texts, inner, max_size=2),
    max_leaves=4,
)


@st.composite
def messages(draw: st.DrawFn) -> tuple[Profile, MessageForm, dict[str, object]]:
    profile, message = draw(st.sampled_from(MESSAGES))
    names = [paths[0] for paths in message.fields.values()]
    likely = times | texts | st.integers(-2, 700)
    return profile, message, {name: draw(likely | anything) for name in names}


@settings(max_examples=60)
@given(messages())
def test_a_record_is_read_or_refused_and_never_breaks_anything(
    told: tuple[Profile, MessageForm, dict[str, object]],
) -> None:
    profile, message, record = told
    body = json.dumps(record).replace(': "1e999"', ": 1e999999")
    document = open_body(body.encode()).document
    for read in read_records(document, profile, named=message.name, hashed=HASHED):
        rows = [{"record_serial": "c", **row} for row in read.reports]
        reports = decode_reports(msgspec.json.encode({"reports": rows}))
        bad = [report for report in reports if isinstance(report, Problem)]
        assert all("U+0000" in problem.detail or "lot_id" in problem.detail for problem in bad)
        for lot in read.lots:
            draft = read_draft({**lot, "lot_id": "x"}, DraftRules())
            assert not isinstance(draft, list), draft
        for finding in [*read.findings, *([read.refused] if read.refused else [])]:
            assert finding.to_dict()["message_zh"]

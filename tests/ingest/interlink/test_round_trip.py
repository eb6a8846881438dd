"""What a profile says can be written comes back as the same facts, for every message there is."""

import json
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ingest.interlink.mapping import read_records
from ingest.interlink.plates import plate_hasher
from ingest.interlink.shipped import shipped_profiles
from parking.draft_reading import DraftRules, read_draft
from parking.report import Report
from parking.report_body import decode_reports
from tests.ingest.interlink.rendering import render

PROFILES = shipped_profiles()
MESSAGES = [
    (profile.name, message.name)
    for profile in PROFILES.values()
    for message in profile.messages
    if message.kind != "ignored"
]
HASHED = plate_hasher(b"secret", "quancheng")
DAY = datetime(2026, 9, 21, tzinfo=UTC)
moments = st.integers(0, 86_399).map(lambda second: DAY + timedelta(seconds=second))
codes = st.text("ABCDEFGH0123456789", min_size=8, max_size=24)
names = st.sampled_from(["泉城广场地下停车场", "趵突泉北门停车场", "经十路路段"])
facts_of_anything = st.fixed_dictionaries({
    "lot_id": codes,
    "record_serial": codes,
    "observed_at": moments,
    "plate": st.sampled_from(["鲁A12345", "鲁AD12345", "苏E·9K77Q", "无牌车", "WJ鲁0123A"]),
    "lane_id": codes,
    "space_code": codes,
    "free_after": st.integers(0, 400),
    "capacity": st.integers(400, 900),
    "amount_due": st.integers(0, 99_999),
    "is_backfill": st.booleans(),
    "direction": st.sampled_from(["entry", "exit"]),
    "entered_at": moments,
    "left_at": st.none() | moments,
    "free": st.integers(0, 400),
    "status": st.sampled_from(["free", "occupied", "unknown"]),
    "name": names,
    "address": st.just("山东省济南市历下区经十路 1 号"),
    "lat": st.floats(36.5, 36.8).map(lambda lat: round(lat, 6)),
    "lon": st.floats(116.8, 117.2).map(lambda lon: round(lon, 6)),
    "coordsys": st.sampled_from(["wgs84", "gcj02", "bd09"]),
    "target_serial": codes,
    "target_kind": st.sampled_from(["entry", "exit"]),
    "target_observed_at": moments,
    "reason": st.just("车牌识别错误"),
    "corrected_at": moments,
    "sent_at": moments,
})  # fmt: skip


def as_instant(value: object) -> datetime:
    return datetime.fromisoformat(str(value))


@pytest.mark.parametrize(("profile_name", "message_name"), MESSAGES)
@settings(max_examples=12)
@given(facts=facts_of_anything)
def test_every_message_of_every_profile_comes_back(
    profile_name: str, message_name: str, facts: dict[str, object]
) -> None:
    profile = PROFILES[profile_name]
    message = profile.message(message_name)
    assert message is not None
    body, kept = render(profile, message, facts)
    body = json.loads(json.dumps(body))
    [record] = read_records(body, profile, hashed=HASHED)
    assert record.refused is None, record.refused
    assert record.message == message_name
    for row in record.reports:
        assert_same(row, kept, profile.coordsys)
    for lot in record.lots:
        assert lot["name"] == kept["name"]
        assert (lot["lat"], lot["lon"]) == (kept["lat"], kept["lon"])
        assert lot["coordsys"] == kept.get("coordsys", profile.coordsys)
        assert not isinstance(read_draft({**lot, "lot_id": "x-1"}, DraftRules()), list)
    rows = [{"record_serial": "c-1", **row} for row in record.reports]
    reports = decode_reports(json.dumps({"reports": rows}).encode())
    assert all(isinstance(report, Report) for report in reports)
    kinds = expected_kinds(message.kind, kept, message.entry_when)
    assert [row["kind"] for row in record.reports] == kinds
    if "amount_due" in kept:
        assert record.amounts is not None
        assert record.amounts.due_fen == kept["amount_due"]


def expected_kinds(kind: str, kept: dict[str, object], entry_when: tuple[str, ...]) -> list[str]:
    if kind == "session":
        if "left_at" in kept:
            return ["exit"] if entry_when else ["entry", "exit"]
        return ["entry", *["snapshot"] * ("free_after" in kept)]
    counted = ["snapshot"] * ("free" in kept)
    special = {
        "vacancy": ["snapshot"],
        "lot": counted,
        "curb_segment": counted,
        "passage": [str(kept.get("direction"))],
        "correction": ["void", str(kept.get("target_kind"))],
    }
    return special.get(kind, [kind])


def assert_same(row: dict[str, object], kept: dict[str, object], coordsys: str) -> None:
    assert row["lot_id"] == kept["lot_id"]
    assert row.get("record_serial") == kept.get("record_serial")
    is_anew = "target_serial" in kept and row["kind"] in {"entry", "exit"}
    times = {
        "entry": "entered_at" if "entered_at" in kept else "observed_at",
        "exit": "left_at" if "left_at" in kept else "observed_at",
        "snapshot": "entered_at" if "entered_at" in kept else "observed_at",
    }
    time = times.get(str(row["kind"]), "observed_at")
    if is_anew:
        time = "corrected_at" if "corrected_at" in kept else "target_observed_at"
    moment = kept.get(time) or kept["sent_at"]
    assert as_instant(row["observed_at"]) == moment
    if row["kind"] in {"entry", "exit"} and "plate" in kept:
        plate = str(kept["plate"]).replace("·", "")
        wanted = None if plate == "无牌车" else HASHED(str(kept["lot_id"]), plate)
        assert row.get("plate_hash") == wanted
    assert bool(row.get("is_backfill", False)) == bool(kept.get("is_backfill", False))
    if row["kind"] == "space":
        assert (row["space_code"], row["status"]) == (kept["space_code"], kept["status"])
    if row["kind"] == "snapshot":
        [space] = row["spaces"]
        assert space["free"] == kept.get("free", kept.get("free_after"))
    if "free_after" in row:
        assert row["free_after"] == kept["free_after"]
    if "void_of" in row:
        assert row["void_of"]["record_serial"] == kept["target_serial"]
        assert row["void_of"]["kind"] == kept["target_kind"]

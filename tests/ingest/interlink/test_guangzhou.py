"""Lots, bays, kerb segments and stays at the kerb after DB4401/T 133-2021."""

from datetime import datetime

import pytest

from ingest.interlink.reading import RecordReading
from parking.draft_reading import DraftRules, read_draft
from tests.ingest.interlink.messages import LOT, read

PROFILE = "guangzhou_db4401_133"


def one(body: dict[str, object], named: str | None = None) -> RecordReading:
    [record] = read(PROFILE, body, named)
    assert record.refused is None, record.refused
    return record


def test_a_lots_state_describes_it() -> None:
    [lot] = one(LOT).lots
    assert lot["lot_id"] == "370102000031"
    assert lot["capacity"] == {"general": 528, "charging": 80, "accessible": 12}
    assert lot["opening_hours"] == "06:00-23:30"
    assert (lot["land_use"], lot["max_height_m"]) == ("scenic", 2.1)
    assert lot["entrances"] == [{"lat": 36.6620, "lon": 117.0211, "name": "北口"}]


@pytest.mark.parametrize(
    ("said", "meant"),
    [("GCJ-02", "gcj02"), ("wgs84", "wgs84"), ("BD-09", "bd09"), (None, "gcj02"), (4, "cgcs2000")],
)
def test_the_datum_is_what_the_lot_says_else_the_profiles(said: object, meant: str) -> None:
    [lot] = one({**LOT, "Coordsys": said}).lots
    assert lot["coordsys"] == meant


def test_gcj02_is_brought_to_wgs84_by_the_registry() -> None:
    [lot] = one(LOT).lots
    draft = read_draft(lot, DraftRules())
    assert not isinstance(draft, list)
    assert draft.lat is not None
    moved_m = abs(draft.lat - 36.66127) * 111_000 + abs((draft.lon or 0) - 117.02094) * 89_000
    assert moved_m > 100


@pytest.mark.parametrize(("lat", "lon"), [(0, 0), (117.02, 36.66), (None, 117), ("x", "y")])
def test_an_impossible_position_is_left_out_and_the_lot_stays(lat: object, lon: object) -> None:
    [lot] = one({**LOT, "Lat": lat, "Lon": lon}).lots
    assert "lat" not in lot


@pytest.mark.parametrize(
    ("hours", "meant"),
    [("24小时", "24/7"), ("08:00-22:00", "08:00-22:00"), ("8:00至22:00", "08:00-22:00"),
     ("6：30～12：00，13:00-20:00", "06:30-12:00,13:00-20:00"), ("看心情", None)],
)  # fmt: skip
def test_hours_as_they_are_written(hours: str, meant: str | None) -> None:
    record = one({**LOT, "OpenTime": hours})
    assert record.lots[0].get("opening_hours") == meant
    assert ("ignored-part" in [f.code for f in record.findings]) is (meant is None)


def test_a_lot_tells_whether_it_is_open_and_how_many_are_free() -> None:
    record = one({**LOT, "Status": "0", "FreeSpace": 100})
    [opening] = record.openings
    assert (opening.is_open, opening.observed_at) == (False, "2026-09-21T17:00:00+08:00")
    assert record.reports[0]["spaces"] == [{"space_class": "general", "free": 100, "capacity": 528}]


@pytest.mark.parametrize(
    ("said", "meant"),
    [(0, "free"), ("1", "occupied"), ("占用", "occupied"), (2, "unknown"), ("77", "unknown")],
)
def test_a_bays_state_is_a_space_report(said: object, meant: str) -> None:
    body = {"ParkID": 3, "SpaceCode": "B1-017", "Status": said, "UpdateTime": "2026-09-21 17:00:00"}
    [row] = one(body).reports
    assert (row["kind"], row["space_code"], row["status"]) == ("space", "B1-017", meant)


def test_a_vacancy_keeps_its_classes_apart() -> None:
    body = {
        "ParkID": 3,
        "FreeNum": 50,
        "TotalNum": 200,
        "FreeCSpace": 5,
        "CSpace": 20,
        "UpdateTime": "2026-09-21 17:00:00",
    }
    [row] = one(body).reports
    assert row["spaces"] == [
        {"space_class": "general", "free": 45, "capacity": 180},
        {"space_class": "charging", "free": 5, "capacity": 20},
    ]
    assert "record_serial" not in row


def test_a_vacancy_without_data_is_refused_and_never_nought() -> None:
    body = {"ParkID": 3, "FreeNum": "-1", "UpdateTime": "2026-09-21 17:00:00"}
    [record] = read(PROFILE, body, "vacancy")
    assert record.refused is not None
    assert record.refused.code == "no-count"


def test_occupied_is_told_where_free_is_not() -> None:
    body = {"ParkID": 3, "UsedNum": 150, "TotalNum": 200, "UpdateTime": "2026-09-21 17:00:00"}
    [row] = one(body, "vacancy").reports
    assert row["spaces"] == [{"space_class": "general", "occupied": 150, "capacity": 200}]


def test_a_kerb_segment_is_a_lot_in_the_street() -> None:
    body = {
        "SegmentID": "JS-07",
        "SegmentName": "泺源大街南侧",
        "StartLat": 36.66,
        "StartLon": 117.02,
        "EndLat": 36.662,
        "EndLon": 117.024,
        "BerthNum": 24,
    }
    [lot] = one(body).lots
    assert (lot["lot_class"], lot["structure"]) == ("onstreet", "onstreet")
    assert (lot["lat"], lot["lon"], lot["capacity"]) == (36.661, 117.022, {"general": 24})


STAY = {
    "SegmentID": "JS-07",
    "RecordID": "77",
    "BerthCode": "JS-07-012",
    "PlateNo": "鲁A12345",
    "InTime": "2026-09-21 17:00:00",
    "FreeNum": 9,
}


def test_a_stay_with_both_ends_is_an_entry_and_an_exit() -> None:
    record = one({**STAY, "OutTime": "2026-09-21 17:45:00", "FreeNum": 10})
    assert [row["kind"] for row in record.reports] == ["entry", "exit"]
    first, second = record.reports
    assert first["space_code"] == second["space_code"] == "JS-07-012"
    assert first["plate_hash"] == second["plate_hash"]
    gone = datetime.fromisoformat(str(second["observed_at"]))
    assert (gone - datetime.fromisoformat(str(first["observed_at"]))).seconds == 45 * 60
    assert second["free_after"] == 10


def test_the_entry_of_a_stay_is_the_same_before_and_after_the_exit() -> None:
    before = one(STAY).reports
    after = one({**STAY, "OutTime": "2026-09-21 17:45:00", "FreeNum": 10}).reports
    assert before[0] == after[0]
    assert before[1]["kind"] == "snapshot"
    assert before[1]["spaces"] == [{"free": 9}]


def test_a_stay_whose_entry_was_lost_is_an_exit() -> None:
    body = {**STAY, "InTime": None, "OutTime": "2026-09-21 17:45:00"}
    assert [row["kind"] for row in one(body, "curb_session").reports] == ["exit"]

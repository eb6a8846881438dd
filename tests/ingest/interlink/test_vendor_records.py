"""What vendors' programs really send, traps included, and what becomes of it."""

import json
from dataclasses import replace

import pytest

from ingest.interlink.mapping import read_records
from ingest.interlink.shipped import shipped_profiles
from tests.ingest.interlink.messages import entry, leaving, push, read


def test_every_entry_brings_the_free_count_and_the_lane() -> None:
    [record] = read("vendor_push", push(entry(), service="sync.enter.in.record"))
    [row] = record.reports
    assert row["kind"] == "entry"
    assert (row["free_after"], row["lane_id"], row["plate_color"]) == (471, "1", "blue")
    assert row["observed_at"] == "2026-09-21T17:09:10+08:00"
    assert row["sent_at"] == "2026-09-21T18:40:03+08:00"
    assert "is_backfill" not in row


def test_entry_and_exit_of_one_serial_pair_by_the_plates_hash_and_show_no_plate() -> None:
    records = read("vendor_push", push(entry(), leaving()))
    first, second = (record.reports[0] for record in records)
    assert [first["kind"], second["kind"]] == ["entry", "exit"]
    assert first["record_serial"] == second["record_serial"]
    assert first["plate_hash"] == second["plate_hash"]
    assert "12345" not in str(records)


def test_a_plate_is_another_hash_in_another_lot() -> None:
    here, there = read("vendor_push", push(entry(), entry(parkCode="JN-BTQ-02")))
    assert here.reports[0]["plate_hash"] != there.reports[0]["plate_hash"]


@pytest.mark.parametrize(
    "plate", ["无牌车", "未识别", "", None, "  ", "000000", "-", "_无_", "unknown", "车"]
)
def test_a_car_without_a_plate_has_no_hash(plate: object) -> None:
    [record] = read("vendor_push", push(entry(plateNumber=plate)))
    assert "plate_hash" not in record.reports[0]
    assert record.reports[0]["free_after"] == 471


def test_a_made_up_plate_pairs_the_car_that_got_it() -> None:
    first, second = read(
        "vendor_push", push(entry(plateNumber="无Y88YY55"), leaving(plateNumber="无y88yy55"))
    )
    assert first.reports[0]["plate_hash"] == second.reports[0]["plate_hash"]


def test_a_serial_that_holds_the_plate_is_kept_without_it_and_always_the_same() -> None:
    serial = "1668010507727935-A12345"
    first, second = read("vendor_push", push(entry(recordNo=serial), leaving(recordNo=serial)))
    assert "A12345" not in str(first.reports)
    assert first.reports[0]["record_serial"] == second.reports[0]["record_serial"]
    assert first.serial == serial  # for the vendor, who knows it


def test_what_is_sent_later_is_a_backfill() -> None:
    [record] = read("vendor_push", push(entry(bcbz="0")))
    assert record.reports[0]["is_backfill"] is True


def test_an_exit_needs_no_entry() -> None:
    alone = leaving(enterTime=None)
    [record] = read("vendor_push", push(alone, service="sync.exit.out.record"))
    assert record.refused is None
    assert [row["kind"] for row in record.reports] == ["exit"]


@pytest.mark.parametrize("free", [-1, "-1", "", None, "暂无"])
def test_no_data_is_no_count_and_the_entry_stays(free: object) -> None:
    [record] = read("vendor_push", push(entry(remainParkNum=free)))
    assert "free_after" not in record.reports[0]


@pytest.mark.parametrize(
    ("free", "code"), [(-7, "negative-count"), ("many", "bad-number"), (10**9, "bad-number")]
)
def test_a_count_that_cannot_be_is_told_and_the_entry_stays(free: object, code: str) -> None:
    [record] = read("vendor_push", push(entry(remainParkNum=free)))
    assert "free_after" not in record.reports[0]
    assert [finding.code for finding in record.findings] == [code]
    assert record.findings[0].pointer == "/dataItems/0/remainParkNum"


def test_more_free_than_there_are_is_taken_and_doubted() -> None:
    [record] = read("vendor_push", push(entry(remainParkNum=700)))
    assert record.reports[0]["free_after"] == 700
    assert [finding.code for finding in record.findings] == ["free-above-capacity"]


@pytest.mark.parametrize(
    ("field", "code"), [("parkCode", "missing-field"), ("enterTime", "missing-field")]
)
def test_what_is_missing_is_named_as_the_vendor_names_it(field: str, code: str) -> None:
    record = entry()
    del record[field]
    [read_record] = read("vendor_push", push(record, service="sync.enter.in.record"))
    assert read_record.refused is not None
    assert read_record.refused.code == code
    assert read_record.refused.places["field"] == field
    assert read_record.reports == []


def test_a_bad_record_does_not_sink_its_neighbours() -> None:
    records = read("vendor_push", push(entry(enterTime="soon"), entry(), {"parkCode": "JN"}))
    assert [record.refused and record.refused.code for record in records] == [
        "bad-time", None, "unknown-message",
    ]  # fmt: skip


@pytest.mark.parametrize(
    "time",
    [1_789_981_750, "1789981750", 1_789_981_750_000, "1789981750000", "2026-09-21 17:09:10",
     "2026/09/21 17:09:10", "20260921170910", "2026-09-21T09:09:10Z", "2026-09-21T17:09:10.000"],
)  # fmt: skip
@pytest.mark.parametrize("profile", ["vendor_push", "vendor_form_ms"])
def test_one_moment_however_it_is_written(time: object, profile: str) -> None:
    body = entry(enterTime=time) | {
        "park_uuid": "u", "parking_serial": "s", "enter_time": time,
    }  # fmt: skip
    [record] = read(profile, body)
    [row] = record.reports
    assert str(row["observed_at"]).replace(".000", "") in {
        "2026-09-21T17:09:10+08:00", "2026-09-21T09:09:10+00:00",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("yuan", "fen"), [(0.29, 29), (19.99, 1999), (1.005, 101), ("4.35", 435), (10, 1000), (0, 0)]
)
def test_yuan_become_fen_to_the_last_one(yuan: object, fen: int) -> None:
    body = {"ParkID": 3, "RecordID": "9", "OutTime": "2026-09-21 18:00:00", "Fee": yuan}
    [record] = read("guangzhou_db4401_133", body, "exit")
    assert record.amounts is not None
    assert record.amounts.due_fen == fen


def test_fen_stay_fen_and_a_negative_amount_is_told() -> None:
    [record] = read("vendor_push", push(leaving(shouldPay=1000, actualPay=-5)))
    assert record.amounts is not None
    assert (record.amounts.due_fen, record.amounts.paid_fen) == (1000, None)
    assert [finding.code for finding in record.findings] == ["bad-number"]


def test_a_form_in_milliseconds_says_a_count_only_beside_a_total() -> None:
    form = (
        "park_uuid=49f0&parking_serial=202106028000000002&plate=%E9%B2%81A77777&plate_color=1"
        "&enter_time=1789981750000&enter_gate=%E4%B8%9C%E9%97%A8&car_type=1"
        "&total_parking_space={}&remain_parking_space=10"
    )
    [with_total] = read("vendor_form_ms", form.format(100).encode())
    [without] = read("vendor_form_ms", form.format(0).encode())
    assert with_total.reports[0]["free_after"] == 10
    assert with_total.reports[0]["lane_id"] == "东门"
    assert "free_after" not in without.reports[0]


def test_an_exit_tells_of_its_entry_only_where_that_was_never_sent() -> None:
    body = {
        "park_uuid": "u", "parking_serial": "s", "enter_time": "1789981750000",
        "leave_time": "1789985350000", "plate": "鲁A77777",
    }  # fmt: skip
    [known] = read("vendor_form_ms", body)
    [unsent] = read("vendor_form_ms", {**body, "enter_gate": "东门"})
    assert [row["kind"] for row in known.reports] == ["exit"]
    assert [row["kind"] for row in unsent.reports] == ["entry", "exit"]
    assert unsent.derived == {0}


def test_an_order_in_seconds_within_data() -> None:
    body = {
        "data": {"service_name": "in_park", "park_id": "21787", "order_id": "325101",
                 "in_time": 1789981750, "car_number": "EA47829", "empty_plot": 20,
                 "car_cost_type": 4},
        "sign": "x",
    }  # fmt: skip
    [record] = read("vendor_order_seconds", body)
    [row] = record.reports
    assert (row["kind"], row["free_after"], row["user_class"]) == ("entry", 20, "no_plate")


@pytest.mark.parametrize(("way", "kind"), [(1, "entry"), (0, "exit"), ("0", "exit")])
def test_a_word_says_which_way_the_car_went(way: object, kind: str) -> None:
    body = {
        "ParkKey": "170",
        "TimeStamp": "1789981750000",
        "Data": {"OrderNo": "5", "PassageTime": "2026-09-21 17:09:10", "InOutType": way},
    }
    [record] = read("vendor_signed_data", body)
    assert record.reports[0]["kind"] == kind


def test_json_within_json_is_opened() -> None:
    inner = json.dumps({"items": [entry()]}, ensure_ascii=False)
    [record] = read("vendor_push", {"serviceName": "x", "bizContent": inner})
    assert record.reports[0]["record_serial"] == "20260921000017"
    assert record.pointer == "/bizContent/items/0"


def test_names_may_differ_by_case_and_underscores() -> None:
    odd = {
        "park_code": "JN-1",
        "RecordNo": "7",
        "ENTER_TIME": "2026-09-21 17:09:10",
        "remain_park_num": "5",
    }
    [record] = read("vendor_push", odd)
    assert record.reports[0]["free_after"] == 5


def test_the_address_says_what_the_fields_do_not() -> None:
    bare = {"parkNo": "JN-1", "serialNo": "7", "eventTime": "2026-09-21 17:09:10"}
    assert read("municipal_records", bare)[0].refused is not None
    [record] = read("municipal_records", bare, "入场")
    assert record.reports[0]["kind"] == "entry"


@pytest.mark.parametrize("left", [0, "0", None, "", "0000-00-00 00:00:00", "1970-01-01 08:00:00"])
def test_a_stay_without_its_end_is_an_entry_however_that_is_written(left: object) -> None:
    body = {"park_uuid": "u", "parking_serial": "s", "enter_time": "1789981750000",
            "leave_time": left}  # fmt: skip
    [record] = read("vendor_form_ms", body, "leave")
    assert [row["kind"] for row in record.reports] == ["entry"]


def test_a_bad_time_of_sending_does_not_cost_the_record() -> None:
    [record] = read("vendor_push", {**push(entry()), "timestamp": "just now"})
    assert record.reports[0]["free_after"] == 471
    assert [finding.code for finding in record.findings] == ["bad-time"]


def test_a_way_that_no_word_tells_is_refused_with_the_words_there_are() -> None:
    body = {"ParkKey": "1", "Data": {"PassageTime": "2026-09-21 17:09:10", "InOutType": 7}}
    [record] = read("vendor_signed_data", body)
    assert record.refused is not None
    assert (record.refused.code, record.refused.places["value"]) == ("unknown-word", "7")


def test_half_a_surrogate_pair_is_no_fault_of_ours() -> None:
    body = (
        b'{"parkCode":"JN","recordNo":"\\ud800","enterTime":"2026-09-21 17:09:10",'
        b'"plateNumber":"\\udfffA12345"}'
    )
    [record] = read("vendor_push", body)
    assert json.dumps(record.reports, ensure_ascii=False).encode()


def test_a_profile_may_have_a_way_of_its_own_to_write_times() -> None:
    rule = replace(shipped_profiles()["vendor_push"].time, formats=("%d-%m-%Y %H.%M.%S",))
    profile = replace(shipped_profiles()["vendor_push"], time=rule)
    [record] = read_records(entry(enterTime="21-09-2026 17.09.10"), profile)
    assert record.reports[0]["observed_at"] == "2026-09-21T17:09:10+08:00"

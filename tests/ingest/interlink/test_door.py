"""A push from end to end: what is committed, and what the vendor's program is told."""

from dataclasses import replace
from datetime import timedelta

import pytest

from ingest.reports.answer import problem_answer
from parking.problems import Problem
from parking.report import Closure, Entry, Exit, Snapshot, SpaceReport
from tests.ingest.interlink.messages import LOT, entry, leaving, push
from tests.ingest.interlink.small_city import VENDOR, SmallCity

CODE = "JN-QCGC-01"
OURS = f"quancheng-{CODE}"


@pytest.fixture
def city() -> SmallCity:
    built = SmallCity()
    built.add_lot(OURS)
    return built


async def test_entry_and_exit_of_one_serial_both_land(city: SmallCity) -> None:
    answer = await city.push("vendor_push", push(entry(), leaving(leaveTime="2026-09-21 17:40:02")))
    assert (answer["code"], answer["msg"], answer["http"]) == (0, "成功", 200)
    assert [type(report) for report in city.logged] == [Entry, Exit]
    assert [report.free_after for report in city.logged] == [471, 472]  # type: ignore[union-attr]
    assert {report.lot_id for report in city.logged} == {OURS}


async def test_each_record_of_several_is_answered_under_its_serial(city: SmallCity) -> None:
    answer = await city.push(
        "vendor_push",
        push(entry(), entry(recordNo="18", enterTime="2026-09-28 08:00:00"), service="x"),
    )
    first, second = answer["dataItems"]
    assert (first["recordNo"], first["code"]) == ("20260921000017", 0)
    assert (second["recordNo"], second["code"]) == ("18", 400)
    assert "观测时间在未来" in second["msg"]
    assert answer["code"] == 400
    assert answer["serviceId"] == "x"


async def test_the_same_sent_again_is_a_success(city: SmallCity) -> None:
    for _ in range(2):
        assert (await city.push("vendor_push", push(entry())))["code"] == 0
    assert len(city.log) == 1


async def test_other_content_under_the_same_serial_and_second_is_a_conflict(
    city: SmallCity,
) -> None:
    await city.push("vendor_push", push(entry()))
    answer = await city.push("vendor_push", push(entry(remainParkNum=3)))
    assert answer["code"] == 409
    assert "数据纠正" in answer["msg"]
    assert len(city.log) == 1


async def test_a_device_that_counts_its_serials_anew_loses_nothing(city: SmallCity) -> None:
    await city.push("vendor_push", push(entry(recordNo="1")))
    answer = await city.push(
        "vendor_push", push(entry(recordNo="1", enterTime="2026-09-21 17:31:00", remainParkNum=5))
    )
    assert answer["code"] == 0
    assert len(city.log) == 2


async def test_a_count_without_a_serial_lands_once_and_a_new_count_lands_too(
    city: SmallCity,
) -> None:
    for free in (9, 9, 8):
        body = {"parkCode": CODE, "remainParkNum": free, "timestamp": "2026-09-21 17:00:00"}
        assert (await city.push("vendor_push", body))["code"] == 0
    assert [report.spaces[0].free for report in city.logged] == [9, 8]  # type: ignore[union-attr]


async def test_no_clear_plate_reaches_the_report_door(city: SmallCity) -> None:
    await city.push("vendor_push", push(entry(recordNo="1668-A12345")))
    assert b"12345" not in b"".join(city.bodies)


async def test_gb18030_in_is_gb18030_out(city: SmallCity) -> None:
    body = {"ParkID": "9", "Name": "泉城", "InTime": "2026-09-21 17:00:00", "MsgType": "CarIn"}
    answer = await city.push("guangzhou_db4401_133", body, encoding="gb18030")
    assert (answer["charset"], answer["result"]) == ("gb18030", 1)
    assert "未知停车场" in answer["message"]
    same = await city.push("guangzhou_db4401_133", body, encoding="utf-8")
    assert same["charset"] == "utf-8"


async def test_plain_ascii_is_answered_as_the_profile_says(city: SmallCity) -> None:
    body = b'{"ParkID": "9", "InTime": "2026-09-21 17:00:00"}'
    assert (await city.push("guangzhou_db4401_133", body))["charset"] == "gb18030"


async def test_another_operators_lot_is_unknown(city: SmallCity) -> None:
    city.add_lot("JN-OTHER", "baotu", 2)
    answer = await city.push("vendor_push", push(entry(parkCode="JN-OTHER")))
    assert answer["code"] == 400
    assert city.log == {}


async def test_an_own_lot_is_known_under_its_very_code(city: SmallCity) -> None:
    city.add_lot("JN-7")
    await city.push("vendor_push", push(entry(parkCode="JN-7")))
    assert city.logged[0].lot_id == "JN-7"


@pytest.mark.parametrize(
    ("slug", "http", "code"), [("unavailable", 503, 503), ("rate-limited", 429, 503)]
)
async def test_when_nothing_was_taken_http_says_so_too(
    city: SmallCity, slug: str, http: int, code: int
) -> None:
    city.unavailable = problem_answer(Problem(slug, "later"), retry_after_s=2)
    answer = await city.push("vendor_push", push(entry()))
    assert (answer["http"], answer["code"]) == (http, code)


async def test_a_refused_record_is_told_in_chinese_with_the_mend(city: SmallCity) -> None:
    answer = await city.push("vendor_push", push(entry(enterTime=None), service="parkin"))
    assert answer["code"] == 400
    assert answer["msg"].startswith("缺少必填字段 enterTime")
    assert answer["detail"].startswith("the required field enterTime")


@pytest.mark.parametrize("body", [{}, {"dataItems": []}, [], {"hello": "world"}])
async def test_what_is_no_message_is_refused(city: SmallCity, body: object) -> None:
    answer = await city.push("vendor_push", body)
    assert answer["code"] == 400
    assert answer["msg"]


async def test_more_records_than_a_request_may_have_are_refused_whole(city: SmallCity) -> None:
    many = push(*[entry(recordNo=str(n)) for n in range(1_001)])
    assert "1000" in (await city.push("vendor_push", many))["msg"]
    assert city.log == {}


async def test_the_log_in_of_a_standard_is_answered_and_means_nothing(city: SmallCity) -> None:
    answer = await city.push("guangzhou_db4401_133", {"MsgType": "Login", "User": "x"})
    assert (answer["result"], answer["MsgType"]) == (0, "Login")


async def test_answers_keep_the_vendors_kind_of_value(city: SmallCity) -> None:
    form = b"park_uuid=" + CODE.encode() + b"&parking_serial=2&enter_time=1789981750000"
    answer = await city.push("vendor_form_ms", form)
    assert (answer["code"], answer["message"]) == ("200", "OK")
    order = {"data": {"service_name": "in_park", "park_id": CODE, "order_id": "3", "in_time": 5}}
    answer = await city.push("vendor_order_seconds", order)
    assert (answer["state"], answer["order_id"], answer["service_name"]) == (0, "3", "in_park")


async def test_a_stay_whose_entry_was_told_before_in_more_words_is_a_success(
    city: SmallCity,
) -> None:
    entered = {
        "park_uuid": CODE,
        "parking_serial": "5",
        "enter_time": "1789981750000",
        "enter_gate": "东门",
        "remain_parking_space": "9",
        "total_parking_space": "99",
    }
    left = {**entered, "leave_time": "1789983000000", "remain_parking_space": "10"}
    await city.push("vendor_form_ms", entered)
    answer = await city.push("vendor_form_ms", left)
    assert answer["code"] == "200"
    assert [type(report) for report in city.logged] == [Entry, Exit]


async def test_a_lots_state_is_registered_once_and_counts_at_once(city: SmallCity) -> None:
    body = {**LOT, "FreeSpace": 100}
    for _ in range(2):
        answer = await city.push("guangzhou_db4401_133", body)
        assert answer["result"] == 0
    lot = city.directory.find_lot("quancheng-370102000031")
    assert lot is not None
    assert (lot.name, lot.coordsys, lot.raw_lat) == ("泉城广场地下停车场", "gcj02", 36.66127)
    assert [type(report) for report in city.logged] == [Snapshot]
    assert city.puts == 1


async def test_what_a_state_does_not_say_stays_with_the_lot(city: SmallCity) -> None:
    tariff = {"currency": "CNY", "free": True}
    city.add_lot("quancheng-370102000031", tariff=tariff, name_en="Quancheng Square", lat=1.0)
    await city.push("guangzhou_db4401_133", {"ParkID": 370102000031, "Name": "新名", "Addr": "x"})
    lot = city.directory.find_lot("quancheng-370102000031")
    assert lot is not None
    assert (lot.name, lot.name_en, lot.tariff, lot.lat) == ("新名", "Quancheng Square", tariff, 1.0)


async def test_a_lot_that_cannot_be_registered_is_told_with_its_reason(city: SmallCity) -> None:
    for number in range(9):
        city.add_lot(f"quancheng-{number}")
    answer = await city.push("guangzhou_db4401_133", LOT)
    assert answer["result"] == 1
    assert "超出限制" in answer["message"]


async def test_closed_is_a_closure_once_and_open_ends_it(city: SmallCity) -> None:
    closed = {**LOT, "Status": "关闭"}
    await city.push("guangzhou_db4401_133", closed)
    [closure] = city.logged
    assert isinstance(closure, Closure)
    assert closure.ends_at is None
    await city.push("guangzhou_db4401_133", {**closed, "UpdateTime": "2026-09-21 17:10:00"})
    assert len(city.log) == 1
    await city.push(
        "guangzhou_db4401_133", {**LOT, "Status": 1, "UpdateTime": "2026-09-21 17:30:00"}
    )
    ended = city.logged[-1]
    assert isinstance(ended, Closure)
    assert ended.record_serial == closure.record_serial
    assert ended.ends_at == ended.observed_at
    assert ended.ends_at - closure.observed_at == timedelta(minutes=30)


async def test_closed_again_is_another_closure(city: SmallCity) -> None:
    for minute, status in ((0, 0), (10, 1), (20, 1), (30, 0)):
        time = f"2026-09-21 17:{minute:02}:00"
        await city.push("guangzhou_db4401_133", {**LOT, "Status": status, "UpdateTime": time})
    closures = [report for report in city.logged if isinstance(report, Closure)]
    assert [closure.ends_at is None for closure in closures] == [True, False, True]
    assert len({closure.record_serial for closure in closures}) == 2


async def test_open_of_a_lot_that_is_open_is_nothing_to_log(city: SmallCity) -> None:
    assert (await city.push("guangzhou_db4401_133", {**LOT, "Status": "1"}))["result"] == 0
    assert city.log == {}


async def test_a_kerb_bay_lands_as_a_bay(city: SmallCity) -> None:
    city.add_lot("quancheng-JS-07")
    body = {
        "SegmentID": "JS-07",
        "BerthCode": "JS-07-012",
        "Status": 1,
        "StatusTime": "2026-09-21 17:00:00",
    }
    assert (await city.push("guangzhou_db4401_133", body))["result"] == 0
    [bay] = city.logged
    assert isinstance(bay, SpaceReport)
    assert (bay.space_code, bay.status) == ("JS-07-012", "occupied")


async def test_a_key_without_a_source_is_told_so(city: SmallCity) -> None:
    nobody = replace(VENDOR, source_key=None)
    received = city.door.open(b"{}", "", None)
    answer = await city.door.handle(nobody, city.profiles["vendor_push"], received, None)
    assert answer.status == 403

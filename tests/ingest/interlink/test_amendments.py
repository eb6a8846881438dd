"""数据纠正 and 数据作废: what they mean, and what stands afterwards."""

import pytest

from ingest.interlink.reading import RecordReading
from tests.ingest.interlink.messages import HASHED, read


def amendment(kind: str, **more: object) -> RecordReading:
    body = {
        "dataType": kind, "parkNo": "JN-1", "serialNo": "C-1", "originalSerialNo": "17",
        "originalType": "entry", "originalTime": "2026-09-21 17:00:00",
        "correctTime": "2026-09-21 19:00:00", "voidTime": "2026-09-21 19:00:00", "reason": "误触发",
        **more,
    }  # fmt: skip
    [record] = read("municipal_records", body)
    return record


def test_a_void_takes_back_the_one_record_it_means() -> None:
    [row] = amendment("数据作废").reports
    assert row["kind"] == "void"
    assert row["void_of"] == {
        "record_serial": "17", "kind": "entry", "observed_at": "2026-09-21T17:00:00+08:00",
    }  # fmt: skip
    assert (row["reason"], row["observed_at"]) == ("误触发", "2026-09-21T19:00:00+08:00")


def test_a_void_that_names_no_kind_means_the_whole_stay() -> None:
    [row] = amendment("void", originalType=None, originalTime=None).reports
    assert row["void_of"] == {"record_serial": "17"}


def test_a_corrected_count_is_a_correction() -> None:
    [row] = amendment("数据纠正", freeTotal=33, openTotal=100).reports
    assert (row["kind"], row["free_after"]) == ("correction", 33)
    assert row["correction_of"]["record_serial"] == "17"


def test_a_corrected_bay_is_a_correction_of_its_state() -> None:
    [row] = amendment("correction", originalType="space", berthStatus="free").reports
    assert (row["kind"], row["status"]) == ("correction", "free")


def test_a_plate_that_was_read_wrongly_stands_anew_and_the_old_record_is_void() -> None:
    void, anew = amendment("correction", plateNo="鲁A54321", freeTotal=33).reports
    assert (void["kind"], anew["kind"]) == ("void", "entry")
    assert anew["plate_hash"] == HASHED("JN-1", "鲁A54321")
    assert anew["observed_at"] == "2026-09-21T17:00:00+08:00"
    assert (anew["record_serial"], anew["free_after"]) == ("C-1", 33)


def test_a_time_that_was_wrong_stands_anew() -> None:
    _, anew = amendment("correction", rightTime="2026-09-21 16:00:00").reports
    assert anew["observed_at"] == "2026-09-21T16:00:00+08:00"


def test_a_new_plate_without_the_old_time_cannot_stand_anew() -> None:
    record = amendment("correction", plateNo="鲁A54321", originalTime=None)
    assert record.refused is not None
    assert record.refused.places["field"] == "originalTime"
    assert record.reports == []


@pytest.mark.parametrize("field", ["originalSerialNo", "parkNo"])
def test_an_amendment_says_what_it_means(field: str) -> None:
    record = amendment("void", **{field: None})
    assert record.refused is not None
    assert record.refused.places["field"] == field


def test_a_correction_of_nothing_is_refused_with_the_mend() -> None:
    record = amendment("correction")
    assert record.refused is not None
    assert "作废" in record.refused.to_dict()["mend_zh"]

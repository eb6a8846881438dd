"""Bodies as they arrive: the good rest of a bad batch lands, and each problem names its place."""

import json
from codecs import BOM_UTF8

import pytest

from parking.problems import Problem, ProblemError
from parking.report import MAX_ITEMS, Exit, Snapshot
from parking.report_body import decode_reports

GOOD = (
    '{"kind":"snapshot","lot_id":"A","record_serial":"1",'
    '"observed_at":"2026-11-21T09:00:00+08:00","spaces":[{"free":12,"capacity":100}]}'
)


def body(*items: str) -> bytes:
    return ('{"reports":[' + ",".join(items) + "]}").encode()


def problem_with(replaced: str, by: str) -> Problem:
    first, second, third = decode_reports(body(GOOD, GOOD.replace(replaced, by), GOOD))
    assert isinstance(first, Snapshot)
    assert isinstance(third, Snapshot)
    assert isinstance(second, Problem)
    return second


@pytest.mark.parametrize(
    ("replaced", "by", "slug", "pointer"),
    [
        ("+08:00", "", "naive-time", "observed_at"),
        ('"2026-11-21T09:00:00+08:00"', "1795222800", "bad-time", "observed_at"),
        ("2026-11-21T09", "2026-13-21T09", "bad-time", "observed_at"),
        ('"lot_id":"A",', "", "missing-field", "lot_id"),
        ('"kind":"snapshot",', "", "missing-field", "kind"),
        ("snapshot", "guess", "bad-field", "kind"),
        ('"record_serial":"1"', '"record_serial":""', "bad-field", "record_serial"),
        ('"free":12', '"free":12.5', "count-out-of-range", "spaces/0/free"),
        ('"free":12', '"free":"12"', "count-out-of-range", "spaces/0/free"),
        ('"free":12', '"free":NaN', "bad-field", "spaces/0/free"),
        ('"free":12', '"free":1e999', "bad-field", "spaces/0/free"),
        ('"free":12', '"free":12,"free":0', "bad-json", "spaces/0"),
        ('"lot_id":"A"', '"lot_id":"A","lot_id":"B"', "bad-json", ""),
        ('"lot_id":"A"', '"lot_id":"A","lot\\u005fid":"B"', "bad-json", ""),
        ('"record_serial":"1"', '"record_serial":"\\ud800"', "bad-json", "record_serial"),
        ('"record_serial":"1"', '"record_serial":"a\\u0000b"', "bad-field", "record_serial"),
        ('"free":12', '"space_class":"vip"', "bad-field", "spaces/0/space_class"),
        (GOOD, "7", "bad-field", ""),
        (GOOD, "[" * 40 + "]" * 40, "bad-json", "0/0/0/0/0/0/0/0/0/0/0/0/0/0/0"),
    ],
)
def test_one_bad_item_is_told_and_its_neighbours_land(replaced, by, slug, pointer):
    problem = problem_with(replaced, by)
    assert problem.slug == slug
    assert problem.pointer == f"/reports/1/{pointer}".rstrip("/")


def test_seconds_and_milliseconds_are_told_apart():
    quoted = '"2026-11-21T09:00:00+08:00"'
    assert " seconds" in problem_with(quoted, "1795222800").detail
    assert "milliseconds" in problem_with(quoted, "1795222800000").detail


@pytest.mark.parametrize(
    "broken",
    [b"", b"{", b"[]", b"{}", b"null", b'{"reports":{}}', b"\xff", body(GOOD)[:-3], b"[" * 300_000],
)
def test_a_body_that_cannot_be_read_is_refused_as_a_whole(broken):
    with pytest.raises(ProblemError) as caught:
        decode_reports(broken)
    assert caught.value.problem.slug in {"bad-json", "bad-request"}


@pytest.mark.parametrize("masses", [body(*[GOOD] * (MAX_ITEMS + 1)), body(*["{}"] * 300_000)])
def test_too_many_items_are_refused_as_a_whole(masses):
    with pytest.raises(ProblemError) as caught:
        decode_reports(masses)
    assert caught.value.problem.slug == "too-many-items"


def test_whole_numbers_may_be_written_with_a_point():
    (report,) = decode_reports(body(GOOD.replace("12", "12.0")))
    assert isinstance(report, Snapshot)
    assert report.spaces[0].free == 12


def test_a_byte_order_mark_before_the_body_is_left_out():
    (report,) = decode_reports(BOM_UTF8 + body(GOOD))
    assert isinstance(report, Snapshot)


def test_a_number_of_thousands_of_digits_is_refused_in_the_fields_words():
    with pytest.raises(ProblemError, match="thousands of digits"):
        decode_reports(body(GOOD.replace('"free":12', '"free":' + "9" * 5_000)))


def test_unknown_members_are_dropped_and_emoji_kept():
    item = json.dumps(json.loads(GOOD) | {"plate": "鲁A12345", "record_serial": "🅿️𠮷"})
    (report,) = decode_reports(body(item))
    assert isinstance(report, Snapshot)
    assert report.record_serial == "🅿️𠮷"


def test_a_wrong_time_deep_in_an_item_is_quoted():
    amended = json.loads(GOOD) | {"kind": "void", "void_of": {"record_serial": "1"}}
    amended["void_of"]["observed_at"] = "2026-11-21T09:00:00"
    (problem,) = decode_reports(body(json.dumps(amended)))
    assert isinstance(problem, Problem)
    assert (problem.slug, problem.pointer) == ("naive-time", "/reports/0/void_of/observed_at")
    assert "'2026-11-21T09:00:00'" in problem.detail


def test_both_decoders_read_a_movement_alike():
    item = json.dumps(json.loads(GOOD) | {"kind": "exit", "free_after": 11, "lane_id": "N1"})
    (quick,) = decode_reports(body(item))
    (strict,) = decode_reports(body(item.replace('"kind"', '"kind" ')))
    assert isinstance(quick, Exit)
    assert quick == strict

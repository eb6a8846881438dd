"""What feeds write by hand is read, and what cannot be read is told and costs nothing else."""

from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.formats.facts import Facts, line_of, number_of
from ingest.formats.lot_facts import geometry_of, position_of, space, split
from ingest.formats.publication import Publication
from ingest.formats.several_languages import names_of
from ingest.formats.weekly_hours import HOLIDAY, WEEK, weekly_hours
from parking.draft_text import is_plain
from parking.opening import check_opening_hours


def facts(**members: object) -> Facts:
    return Facts(Publication("test"), "/a", members, ZoneInfo("Asia/Shanghai"), lot_id="p")


@pytest.mark.parametrize(
    ("written", "count", "code"),
    [
        ("12", 12, None), (287.0, 287, None), (None, None, None), ("", None, None),
        (-1, None, "no-data"), ("--", None, "no-data"), (-8, None, "negative-count"),
        ("x", None, "bad-number"), (True, None, "bad-number"), ([1], None, "bad-number"),
    ],
)  # fmt: skip
def test_a_count_is_a_number_or_it_is_told_why_not(written, count, code):
    read = facts(free=written)
    assert read.count("free") == count
    told = [(found.code, found.pointer, found.lot_id) for found in read.publication.findings]
    assert told == ([] if code is None else [(code, "/a/free", "p")])


def test_a_time_without_a_zone_is_told_unless_the_format_knows_it():
    read = facts(at="2026-11-21 09:00:00")
    assert read.moment("at") == "2026-11-21T09:00:00+08:00"
    assert [found.code for found in read.publication.findings] == ["naive-time"]
    known = Facts(Publication("t"), "", {"at": "2026-11-21 09:00:00"}, ZoneInfo("UTC"), True)
    assert known.moment("at") == "2026-11-21T09:00:00+00:00"
    assert known.publication.findings == []


@given(st.text(max_size=300))
def test_a_line_is_always_one_the_registry_takes(text: str):
    line = line_of(text)
    assert line is None or (is_plain(line) and 0 < len(line) <= 200 and line == line.strip())


@pytest.mark.parametrize(
    ("lat", "lon", "is_good"),
    [
        (36.66, 117.02, True), ("36,66", "117.02", True), (0, 0, False), (10.99, 10.99, False),
        (117.02, 36.66, False), ("x", 1, False), (36.66, None, False),
    ],
)  # fmt: skip
def test_a_position_is_plausible_or_told(lat, lon, is_good):
    read = facts()
    assert bool(position_of(read, lat, lon)) is is_good
    assert (
        [found.code for found in read.publication.findings] == [] if is_good else ["bad-position"]
    )


def test_nothing_told_of_a_position_is_no_fault():
    read = facts()
    assert position_of(read, None, None) == {}
    assert read.publication.findings == []


@given(st.recursive(st.none() | st.integers() | st.text(max_size=3), st.lists, max_leaves=8))
def test_no_geometry_is_so_odd_that_it_stops_the_reading(coordinates):
    for kind in ("Point", "Polygon", "MultiPolygon", "LineString", "Other"):
        geometry_of(facts(), {"type": kind, "coordinates": coordinates})


@given(st.integers(0, 1_000), st.dictionaries(st.sampled_from("abc"), st.integers(0, 500)))
def test_a_split_counts_no_space_twice(total: int, parts: dict[str, int]):
    found = split(total, parts)
    if sum(parts.values()) <= total:
        assert sum(found.values()) == total
    assert {name: found[name] for name in parts} == parts


def test_none_free_of_none_is_no_count():
    assert space("general", 0, 0) == []
    assert space("general", 0, 5) == [{"space_class": "general", "free": 0, "capacity": 5}]


days = st.lists(st.sampled_from((*WEEK, HOLIDAY)), max_size=8)
clock = st.builds("{}:{:02}".format, st.integers(0, 26), st.sampled_from([0, 1, 30, 59, 60]))


@given(st.lists(st.tuples(days, clock, clock), max_size=4))
def test_weekly_hours_are_readable_or_none(rules):
    hours = weekly_hours(rules)
    assert hours is None or check_opening_hours(hours) is None


def test_weekly_hours_are_told_as_people_write_them():
    assert weekly_hours([(WEEK, "00:00", "24:00")]) == "24/7"
    assert weekly_hours([(WEEK[:5], "8:00", "20:00:00"), (["Sa", "Mo"], "9:00", "23:59")]) == (
        "Mo-Fr 08:00-20:00; Mo,Sa 09:00-24:00"
    )


@pytest.mark.parametrize(
    "told",
    [
        {"Zh_tw": "泉城", "En": "Quancheng"},
        [{"language": "en", "string": "Quancheng"}, {"language": "zh", "string": "泉城"}],
        {"zh": "泉城", "en": "Quancheng", "fi": "Jinan"},
    ],
)
def test_a_name_is_chinese_first_in_whatever_shape(told):
    assert names_of(told) == {"name": "泉城", "name_en": "Quancheng"}


def test_a_name_in_another_language_is_better_than_none():
    assert names_of({"fi": "Jinan"}) == {"name": "Jinan"}
    assert names_of("泉城") == {"name": "泉城"}
    assert names_of(None) == names_of({"fi": None}) == {}


def test_a_number_may_have_a_decimal_comma_but_is_finite():
    assert number_of("36,66") == 36.66
    assert [number_of(one) for one in ("nan", "1e999", float("inf"), True, 10**400)] == [None] * 5

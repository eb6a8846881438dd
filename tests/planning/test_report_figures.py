"""What a report tells is what the answers told: nothing unknown becomes a number on paper."""

from datetime import datetime, timedelta

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from parking.clock import from_us
from parking.planning.reports.bars import Bar, Group, bars, columns
from parking.planning.reports.city_curves import hours_picture
from parking.planning.reports.city_report import city_report
from parking.planning.reports.drawing import Label, Line, Patch, Path, cut_to, text_width
from parking.planning.reports.figures import change_text, value_text
from parking.planning.reports.hot_area_report import hot_area_report
from parking.planning.reports.language import note_in
from parking.planning.reports.month import Month
from parking.planning.reports.parts import Grid, Paragraph, Picture
from parking.planning.reports.plot import Curve, TimeAxis, plot
from parking.planning.reports.told import CityTold, HotAreaTold, SeriesTold
from tests.planning.report_examples import (
    BEGIN,
    MONTH,
    UNKNOWN_DAY,
    city_json,
    city_month,
    hot_area_json,
    hot_months,
    step,
)

SHARES = st.none() | st.floats(0.0, 1.3)


def grid_of(report, number: int) -> Grid:
    grids = [part for chapter in report.chapters for section in chapter.sections
             for part in section.parts if isinstance(part, Grid)]  # fmt: skip
    return grids[number]


def corners(drawing):
    """Every place that a drawing draws at."""
    for shape in drawing.shapes:
        match shape:
            case Line(begin, end):
                yield from (begin, end)
            case Path(points) | Patch(points):
                yield from points
            case Label():
                yield shape.at


def test_a_month_is_as_long_as_its_own_clock_says():
    begin_us, end_us = Month.parse("2026-10").span_us("Europe/Berlin")
    assert (end_us - begin_us) / 3_600_000_000 == 31 * 24 + 1
    assert from_us(Month.parse("2026-12").span_us("Asia/Shanghai")[1]).isoformat() == (
        "2026-12-31T16:00:00+00:00"
    )
    assert Month.parse("2026-01").before == Month(2025, 12)


@pytest.mark.parametrize(
    "text", ["2026-13", "2026", "October", "2026-10-01", "", "0001-01", "9999-12"]
)
def test_what_is_no_month_is_refused_in_plain_words(text):
    with pytest.raises(ValueError, match="write 2026-10"):
        Month.parse(text)


def test_a_day_of_which_too_little_is_known_is_a_gap_and_hatched():
    pictures = [part for section in city_month("zh").chapters[0].sections
                for part in section.parts if isinstance(part, Picture)]  # fmt: skip
    drawing = pictures[0].drawing
    occupancy = [shape for shape in drawing.shapes if isinstance(shape, Path)
                 and shape.color == "#0b5cab" and len(shape.points) > 2]  # fmt: skip
    assert [len(path.points) for path in occupancy] == [UNKNOWN_DAY - 1, 31 - UNKNOWN_DAY]
    assert [shape.text for shape in drawing.shapes if isinstance(shape, Label)][-1] == (
        "数据不足 80 %"
    )


def test_a_district_that_is_not_known_comes_last_and_has_no_figure():
    grid = grid_of(city_month("zh"), 0)
    assert [row[0] for row in grid.rows] == ["历下区", "市中区", "槐荫区", "历城区", "天桥区"]
    assert grid.rows[-1][2:4] == ("—", "—")
    assert grid.rows[-1][5] == "62.0 %", "its coverage stands beside it all the same"


def test_a_figure_that_was_null_is_a_dash_and_has_its_reason():
    report = city_month("en")
    rows = {row[0]: row for row in grid_of(report, 3).rows}
    assert rows["Information delay, 95th percentile"][2:] == ("—", "61", "—")
    assert rows["Utilization"][2:] == ("64.1 %", "62.1 %", "+2.0 points")
    notes = report.chapters[0].sections[-1].parts[0].lines
    assert "Information delay, 95th percentile: no report of which the delay is known" in notes


def test_stays_that_are_not_told_are_not_drawn():
    told = hot_area_json()
    told["stays"] = [{**told["stays"][2]}]
    report = hot_area_report([msgspec.convert(told, HotAreaTold)], MONTH, "en")
    turnover = report.chapters[0].sections[2]
    assert turnover.parts[1] == Paragraph("No stays that may be told.")


def test_neighbours_are_told_with_their_walk_and_unknown_ones_without_a_figure():
    first, second = grid_of(hot_months("en", "x"), 1).rows
    assert first[1:5] == ("Office", "182 m / 3 min", "120", "61")
    assert second[4] == "—"


def test_a_city_without_anything_is_a_report_all_the_same():
    told = city_json()
    told["kpis"] = {**told["kpis"], "coverage": None, "peak_at": None,
                    "kpis": dict.fromkeys(told["kpis"]["kpis"])}  # fmt: skip
    told["days"]["rows"] = []
    told["hours"] = {}
    told["utilization"]["rows"] = told["full_time_share"]["rows"] = []
    told["hot_areas"] = []
    report = city_report(msgspec.convert(told, CityTold), MONTH, "历下区", "zh")
    assert report.title == "历下区 · 停车规划月报 · 2026 年 10 月"


@given(st.lists(st.tuples(st.integers(0, 23), SHARES), max_size=60))
def test_a_typical_hour_is_a_ratio_of_summed_space_hours(seen):
    rows = [step(BEGIN + timedelta(days=day, hours=hour), share, 1.0 + day % 3)
            for day, (hour, share) in enumerate(seen)]  # fmt: skip
    series = {**city_json()["days"], "rows": rows}
    picture = hours_picture({"workday": msgspec.convert(series, SeriesTold)}, "en")
    expected = []
    for hour in range(24):
        there = [row for row in rows if datetime.fromisoformat(row["from"]).hour == hour]
        opened, known, taken = (
            sum(row[f"space_hours_{name}"] for row in there) for name in ("open", "known", "taken")
        )
        if opened and known >= 0.8 * opened:
            expected.append(taken / known)
    told = picture.drawing.told
    if not rows:
        assert told == ""
    elif expected:
        span = f"{min(expected) * 100:.1f} % – {max(expected) * 100:.1f} %"
        assert told == f"Workdays {span}"
    else:
        assert told == "Workdays —"


@given(st.lists(SHARES, min_size=2, max_size=40), st.lists(SHARES, min_size=2, max_size=40))
def test_whatever_the_shares_a_drawing_stays_within_its_edges(first, second):
    curves = [
        Curve(str(number), tuple(map(float, range(len(values)))), tuple(values), tuple(values),
              tuple(None if value is None else value + 0.1 for value in values))
        for number, values in enumerate((first, second))
    ]  # fmt: skip
    drawing = plot(curves, TimeAxis(0.0, 40.0, ((0.0, "0"), (40.0, "40"))), "",
                   unknown=[(3.0, 5.0)], unknown_name="?")  # fmt: skip
    bar = bars([Bar("n" * 90, value) for value in first], "", "?")
    for one in (drawing, bar):
        for x, y in corners(one):
            assert -0.01 <= x <= one.width + 0.01
            assert -0.01 <= y <= one.height + 0.01


@given(st.lists(st.lists(st.none() | st.integers(0, 10**6), min_size=8, max_size=8), max_size=4))
def test_columns_are_shares_of_their_own_group_and_hide_what_is_not_told(groups):
    drawing = columns([Group("g", tuple(counts)) for counts in groups], list("abcdefgh"), "")
    told = [shape for shape in drawing.shapes if isinstance(shape, Label) and "%" in shape.text]
    expected = sum(count is not None for counts in groups if sum(filter(None, counts))
                   for count in counts)  # fmt: skip
    assert len(told) == expected
    for x, y in corners(drawing):
        assert 0 <= x <= drawing.width
        assert -0.01 <= y <= drawing.height


@pytest.mark.parametrize(("value", "unit", "text"), [
    (0.6412, "0-1", "64.1 %"), (None, "0-1", "—"), (-1250.4, "berths", "-1,250"),
    (892_431_123.5, "berth·h", "892,431,124"), (1.84, "veh/berth/day", "1.84"), (0, "count", "0"),
])  # fmt: skip
def test_figures_are_written_as_their_units_ask(value, unit, text):
    assert value_text(value, unit) == text


def test_a_change_has_a_sign_and_none_where_one_of_both_is_unknown():
    assert change_text(0.5, 0.6, "0-1", "zh") == "-10.0 个百分点"
    assert change_text(130.0, 100.0, "min", "en") == "+30"
    assert change_text(None, 1.0, "min", "en") == change_text(1.0, None, "min", "en") == "—"


@pytest.mark.parametrize(("note", "zh", "en"), [
    ("no lot fits · 没有符合条件的停车场", "没有符合条件的停车场", "no lot fits"),
    ("turnover, unmet_demand: nobody came · 没有车辆进场",
     "周转率、未满足需求比例(估计)：没有车辆进场",
     "Turnover, Unmet demand, share (estimate): nobody came"),
    ("connected: a report · 联网指", "联网指", "connected: a report"),
    ("only one language", "only one language", "only one language"),
])  # fmt: skip
def test_a_note_is_told_in_the_readers_language_with_the_names_of_its_figures(note, zh, en):
    assert (note_in(note, "zh"), note_in(note, "en")) == (zh, en)


@given(st.text(max_size=40), st.floats(10, 200))
def test_a_long_name_is_cut_to_its_room_and_says_so(name, room):
    shown = cut_to(name, room)
    assert shown == name or (shown.endswith("…") and text_width(shown) <= room)

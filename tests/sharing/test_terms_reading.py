"""The wire form of an agreement: what is read is what was written, and every fault is told."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from parking.sharing.rule_reading import read_rule
from parking.sharing.terms import Audience, Notice, Price, Span, Terms, VehicleLimits
from parking.sharing.terms_reading import FIELDS, merge_patch, read_terms, terms_to_wire
from tests.sharing.terms_examples import JINAN, agreements

WINDOW: dict[str, object] = {"days": ["workday"], "stay": ["19:00", "07:30"]}
RULED: dict[str, object] = {
    "rrule": "FREQ=WEEKLY;BYDAY=SA",
    "dtstart": "2026-12-05",
    "stay": ["08:00", "18:00"],
}
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner),
    max_leaves=8,
)


def read(**changes: object) -> Terms:
    terms = read_terms(JINAN | changes)
    assert isinstance(terms, Terms), terms
    return terms


def pointers(**changes: object) -> list[str | None]:
    problems = read_terms(JINAN | changes)
    assert isinstance(problems, list), problems
    assert all(problem.kind.status == 422 and problem.detail for problem in problems)
    return [problem.pointer for problem in problems]


@given(agreements())
def test_what_is_written_is_read_as_the_same_terms(terms):
    assert read_terms(terms_to_wire(terms)) == terms


def test_jinan_s_regime_is_read_as_it_is_meant():
    terms = read()
    workday, dayoff = terms.windows
    assert workday.stay == Span(19 * 60, 31 * 60 + 30)
    assert workday.movement == (Span(19 * 60, 22 * 60), Span(30 * 60, 31 * 60 + 30))
    assert dayoff.stay == Span(0, 24 * 60)
    assert dayoff.days == ("weekend", "holiday")
    assert terms.price.is_free
    assert terms.vehicle == VehicleLimits(1.8, 7)
    assert (terms.first, terms.until) == (date(2026, 12, 1), date(2027, 11, 30))


def test_what_is_left_out_is_free_open_to_all_and_as_usual():
    terms = read(price=None, vehicle=None, notice=None, audience=None, buffer_min=None)
    assert terms == read(price={"free": True}, vehicle={}, notice={}, buffer_min=10)
    assert (terms.vehicle, terms.notice) == (VehicleLimits(), Notice(60, 24))
    assert terms.audience == Audience()
    assert terms.audience.is_open


def test_a_quota_is_places_q1_to_qn():
    assert read(spaces=None, quota=3).space_codes == ("Q1", "Q2", "Q3")


def test_without_movement_cars_come_and_go_during_the_whole_stay():
    (window,) = read(windows=[WINDOW]).windows
    assert window.movement == (window.stay,)


def test_a_span_that_ends_when_it_begins_is_a_whole_day():
    (window,) = read(windows=[WINDOW | {"stay": ["07:30", "07:30"]}]).windows
    assert window.stay == Span(450, 450 + 1440)


def test_a_rule_is_read_with_the_days_it_leaves_out():
    (window,) = read(windows=[RULED | {"exdates": ["2026-12-26"]}]).windows
    assert window.recurrence is not None
    assert window.recurrence.exdates == (date(2026, 12, 26),)
    assert read_rule(window.recurrence.rrule, window.recurrence.dtstart).weekdays == {5}


@pytest.mark.parametrize(
    ("price", "wanted"),
    [
        ({"free": True}, Price()),
        ({"unit": "hour", "fen": 200}, Price("hour", 200)),
        ({"unit": "visit", "credits": 3}, Price("visit", 0, 3)),
    ],
)
def test_a_price_is_free_or_an_amount_by_the_hour_or_the_visit(price, wanted):
    assert read(price=price).price == wanted


@pytest.mark.parametrize(
    ("wire", "wanted"),
    [
        ({"community": "c-1"}, Audience("c-1")),
        ({"drivers": ["d-1", "d-2"]}, Audience(None, ("d-1", "d-2"))),
    ],
)
def test_an_audience_is_a_community_or_some_drivers(wire, wanted):
    assert read(audience=wire).audience == wanted


@pytest.mark.parametrize(
    ("changes", "wanted"),
    [
        ({"lot_id": None}, ["/lot_id"]),
        ({"lot_id": "a b"}, ["/lot_id"]),
        ({"space": ["A"]}, ["/space"]),
        ({"a/b~c": 1}, ["/a~1b~0c"]),
        ({"spaces": None}, ["/spaces"]),
        ({"quota": 3}, ["/quota"]),
        ({"spaces": None, "quota": 0}, ["/quota"]),
        ({"spaces": None, "quota": 501}, ["/quota"]),
        ({"spaces": None, "quota": True}, ["/quota"]),
        ({"spaces": []}, ["/spaces"]),
        ({"spaces": "A"}, ["/spaces"]),
        ({"spaces": [f"A{number}" for number in range(501)]}, ["/spaces"]),
        ({"spaces": ["A", "B", "A"]}, ["/spaces/2"]),
        ({"spaces": ["A", "", " B", "x" * 65, 7]}, [f"/spaces/{n}" for n in (1, 2, 3, 4)]),
        ({"valid": None}, ["/valid"]),
        ({"valid": "2026"}, ["/valid"]),
        ({"valid": {}}, ["/valid/from", "/valid/until"]),
        ({"valid": {"from": "2026-12-01"}}, ["/valid/until"]),
        ({"valid": {"from": "2026-12-1", "until": "20261202"}}, ["/valid/from", "/valid/until"]),
        ({"valid": {"from": "2026-02-30", "until": "2026-12-01"}}, ["/valid/from"]),
        ({"valid": {"from": "2026-12-02", "until": "2026-12-01"}}, ["/valid/until"]),
        ({"valid": {"from": "2026-12-01", "until": "2032-01-01"}}, ["/valid/until"]),
        ({"valid": {"from": "1999-12-01", "until": "2001-01-01"}}, ["/valid/from"]),
        ({"vehicle": {"max_height_m": -1, "max_seats": 0}}, ["/vehicle/max_height_m",
                                                             "/vehicle/max_seats"]),
        ({"vehicle": {"max_hight_m": 2}}, ["/vehicle/max_hight_m"]),
        ({"price": "free"}, ["/price"]),
        ({"price": {"free": False}}, ["/price"]),
        ({"price": {"free": True, "unit": "hour", "fen": 1}}, ["/price"]),
        ({"price": {"unit": "hour"}}, ["/price"]),
        ({"price": {"fen": 200}}, ["/price"]),
        ({"price": {"unit": "hour", "fen": 200, "credits": 1}}, ["/price"]),
        ({"price": {"unit": "day", "fen": 200}}, ["/price/unit"]),
        ({"price": {"unit": "hour", "fen": 0}}, ["/price/fen"]),
        ({"price": {"unit": "hour", "fen": 1.5}}, ["/price/fen"]),
        ({"notice": {"cancel_min": -1, "suspend_h": 721}}, ["/notice/cancel_min",
                                                            "/notice/suspend_h"]),
        ({"audience": {}}, ["/audience"]),
        ({"audience": {"community": "c", "drivers": ["d"]}}, ["/audience"]),
        ({"audience": {"drivers": []}}, ["/audience/drivers"]),
        ({"audience": {"community": 7}}, ["/audience/community"]),
        ({"buffer_min": 241}, ["/buffer_min"]),
        ({"windows": None}, ["/windows"]),
        ({"windows": []}, ["/windows"]),
        ({"windows": [WINDOW] * 21}, ["/windows"]),
        ({"windows": [WINDOW, 7]}, ["/windows/1"]),
    ],
)  # fmt: skip
def test_a_fault_is_told_where_it_is(changes, wanted):
    assert pointers(**changes) == wanted


@pytest.mark.parametrize(
    ("window", "wanted"),
    [
        (WINDOW | {"days": []}, "/days"),
        (WINDOW | {"days": ["sunday"]}, "/days"),
        (WINDOW | {"days": ["workday", "workday"]}, "/days"),
        (WINDOW | {"days": "workday"}, "/days"),
        (WINDOW | {"days": None}, "/days"),
        (WINDOW | {"rrule": "FREQ=DAILY", "dtstart": "2026-12-01"}, "/rrule"),
        (WINDOW | {"dtstart": "2026-12-01"}, "/dtstart"),
        (WINDOW | {"stay": None}, "/stay"),
        (WINDOW | {"stay": ["19:00"]}, "/stay"),
        (WINDOW | {"stay": ["19:00", "25:00"]}, "/stay"),
        (WINDOW | {"stay": ["24:00", "07:00"]}, "/stay"),
        (WINDOW | {"stay": ["19:00", "24:01"]}, "/stay"),
        (WINDOW | {"stay": ["7:00", "08:00"]}, "/stay"),
        (WINDOW | {"stay": ["19:00", "０7:30"]}, "/stay"),
        (WINDOW | {"movement": []}, "/movement"),
        (WINDOW | {"movement": [["20:00", "21:00"], ["18:00", "20:00"]]}, "/movement/1"),
        (WINDOW | {"movement": [["06:00", "08:00"]]}, "/movement/0"),
        (WINDOW | {"movement": ["06:00"]}, "/movement/0"),
        (WINDOW | {"moves": []}, "/moves"),
        (RULED | {"rrule": "FREQ=SECONDLY"}, "/rrule"),
        (RULED | {"rrule": 7}, "/rrule"),
        (RULED | {"dtstart": None}, "/dtstart"),
        (RULED | {"dtstart": "2024-11-01"}, "/dtstart"),
        (RULED | {"dtstart": "2027-12-01"}, "/dtstart"),
        (RULED | {"rrule": "FREQ=DAILY;COUNT=2", "dtstart": "2026-01-01"}, "/rrule"),
        (RULED | {"exdates": "2026-12-05"}, "/exdates"),
        (RULED | {"exdates": ["2026-12-05", "never"]}, "/exdates/1"),
        (RULED | {"exdates": ["2026-12-05"] * 201}, "/exdates"),
    ],
)
def test_a_fault_in_a_window_is_told_where_it_is(window, wanted):
    assert pointers(windows=[WINDOW, window]) == [f"/windows/1{wanted}"]


def test_a_rule_that_can_never_fall_on_a_day_is_refused():
    """Every twelfth month from February has no 30th: others would search for it for ever."""
    window = RULED | {"rrule": "FREQ=MONTHLY;INTERVAL=12;BYMONTHDAY=30", "dtstart": "2026-02-01"}
    assert pointers(windows=[window]) == ["/windows/0/rrule"]


def test_all_faults_are_told_at_once():
    told = pointers(lot_id=None, valid=None, windows=None, spaces=None)
    assert told == ["/lot_id", "/spaces", "/valid", "/windows"]


@given(st.dictionaries(st.sampled_from(FIELDS), JSON), st.data())
def test_whatever_is_sent_is_read_or_refused(body, data):
    window = data.draw(
        st.fixed_dictionaries({}, optional=dict.fromkeys([*RULED, "days", "exdates"], JSON))
    )
    for sent in (body, JINAN | body, JINAN | {"windows": [window, WINDOW | window]}):
        assert read_terms(sent)


@given(agreements())
def test_an_empty_patch_changes_nothing(terms):
    assert merge_patch(terms, {}) == terms


@given(agreements(), agreements())
def test_a_patch_with_every_field_makes_the_other_terms(terms, other):
    assert merge_patch(terms, terms_to_wire(other)) == read_terms(terms_to_wire(other))


def test_a_patch_changes_what_it_names_and_leaves_the_rest():
    patched = merge_patch(read(), {"valid": {"until": "2026-12-31"}, "vehicle": {"max_seats": 9}})
    assert isinstance(patched, Terms)
    assert (patched.first, patched.until) == (date(2026, 12, 1), date(2026, 12, 31))
    assert patched.vehicle == VehicleLimits(1.8, 9)


def test_a_patch_takes_a_price_whole_and_null_takes_it_away():
    priced = merge_patch(read(), {"price": {"unit": "hour", "fen": 300}})
    assert isinstance(priced, Terms)
    assert priced.price == Price("hour", 300)
    assert merge_patch(priced, {"price": None}) == read()


def test_a_patch_turns_spaces_into_a_quota():
    patched = merge_patch(read(), {"spaces": None, "quota": 4})
    assert isinstance(patched, Terms)
    assert (patched.spaces, patched.quota) == (None, 4)


def test_a_patch_does_not_move_an_agreement_to_another_lot():
    problems = merge_patch(read(), {"lot_id": "elsewhere"})
    assert isinstance(problems, list)
    assert [problem.pointer for problem in problems] == ["/lot_id"]


def test_a_patch_with_a_fault_is_told_where_it_is():
    problems = merge_patch(read(), {"valid": {"until": "never"}, "spaces": None})
    assert isinstance(problems, list)
    assert [problem.pointer for problem in problems] == ["/spaces", "/valid/until"]

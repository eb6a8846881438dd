"""What a stay costs: Jinan's kerb as the worked example, and laws that hold for any tariff."""

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from parking.clock import to_us
from parking.problems import Problem
from parking.stay_price import price_stay_fen
from parking.tariff import Period, Step, Tariff, parse_tariff

JINAN = "Asia/Shanghai"
KERB = {
    "periods": [
        {"from": "08:00", "to": "20:00", "steps": [{"fen": 200, "per_min": 60}]},
        {"from": "20:00", "to": "08:00", "steps": [{"fen": 200, "per_min": 60}], "cap_fen": 500},
    ],
    "vehicle_factor": {"large": 2},
}


def at(text: str) -> int:
    return to_us(datetime.fromisoformat(text).replace(tzinfo=ZoneInfo(JINAN)))


def price(document: dict, begins: str, stay_min: int, vehicle_class: str = "small") -> int:
    tariff = parse_tariff(document)
    assert isinstance(tariff, Tariff), tariff
    return price_stay_fen(tariff, at(begins), stay_min, JINAN, vehicle_class)


@pytest.mark.parametrize(
    ("begins", "stay_min", "fen"),
    [
        ("2026-11-23T09:00", 60, 200),
        ("2026-11-23T09:00", 61, 400),
        ("2026-11-23T19:30", 60, 400),  # each side of 20:00 rounds up by itself
        ("2026-11-23T20:00", 720, 500),
        ("2026-11-23T19:00", 14 * 60, 200 + 500 + 200),
        ("2026-11-23T02:00", 60, 200),
    ],
)
def test_jinan_kerb(begins, stay_min, fen):
    assert price(KERB, begins, stay_min) == fen


def test_large_vehicles_pay_twice_at_the_kerb():
    assert price(KERB, "2026-11-23T09:00", 90, "large") == 800


def test_free_minutes_are_free_and_a_longer_stay_pays_from_its_first_minute():
    document = KERB | {"free_min": 30}
    assert price(document, "2026-11-23T09:00", 30) == 0
    assert price(document, "2026-11-23T09:00", 61) == 400


def test_the_first_hour_may_cost_more_than_the_next():
    steps = [{"up_to_min": 60, "fen": 500, "per_min": 30}, {"fen": 100, "per_min": 15}]
    assert price({"periods": [{"steps": steps}]}, "2026-11-23T09:00", 91) == 1000 + 300


def test_the_cap_of_a_day_counts_from_arrival():
    document = KERB | {"day_cap_fen": 1000}
    assert price(document, "2026-11-23T09:00", 24 * 60) == 1000
    assert price(document, "2026-11-23T09:00", 24 * 60 + 1) == 1200


def test_weekends_may_be_free():
    document = {"periods": [{"days": ["workday"], "steps": [{"fen": 300, "per_min": 60}]}]}
    assert price(document, "2026-11-21T09:00", 120) == 0
    assert price(document, "2026-11-23T09:00", 120) == 600


def test_a_visit_may_cost_the_same_however_long():
    assert price({"visit_fen": 1000}, "2026-11-23T09:00", 5000) == 1000


@pytest.mark.parametrize(
    ("document", "pointer"),
    [
        ({"periods": [{"steps": []}]}, "/tariff/periods/0/steps"),
        ({"periods": [{"from": "25:00", "steps": [{"fen": 1}]}]}, "/tariff/periods/0/from"),
        ({"periods": [{"steps": [{"fen": -1}]}]}, "/tariff/periods/0/steps/0/fen"),
        ({"periods": [{"steps": [{"fen": 2.5}]}]}, "/tariff/periods/0/steps/0/fen"),
        ({"periods": [{"steps": [{"fen": 1}, {"fen": 2}]}]}, "/tariff/periods/0/steps"),
        ({"prices": []}, "/tariff"),
        ({}, "/tariff/periods"),
    ],
)
def test_a_wrong_tariff_is_told_where_it_is_wrong(document, pointer):
    problem = parse_tariff(document)
    assert isinstance(problem, Problem)
    assert problem.pointer == pointer


clock_times = st.builds("{:02}:{:02}".format, st.integers(0, 23), st.sampled_from([0, 30]))
periods = st.builds(
    Period,
    steps=st.lists(
        st.builds(Step, fen=st.integers(0, 900), per_min=st.none() | st.integers(1, 90)),
        min_size=1,
        max_size=1,
    )
    | st.builds(
        lambda first, then: [first, then],
        st.builds(Step, fen=st.integers(0, 900), up_to_min=st.integers(1, 90)),
        st.builds(Step, fen=st.integers(0, 900), per_min=st.integers(1, 90)),
    ),
    days=st.lists(st.sampled_from(["all", "workday", "weekend"]), min_size=1),
    begins=clock_times,
    ends=clock_times,
    cap_fen=st.none() | st.integers(0, 2000),
)
tariffs = st.builds(
    Tariff,
    free_min=st.integers(0, 60),
    visit_fen=st.integers(0, 500),
    periods=st.lists(periods, max_size=3),
    day_cap_fen=st.none() | st.integers(0, 5000),
)


@given(tariffs, st.integers(0, 7 * 1440), st.integers(0, 4000), st.integers(0, 4000))
def test_a_longer_stay_is_never_cheaper(tariff, begins_min, one, other):
    begins_us = at("2026-11-20T00:00") + begins_min * 60_000_000
    prices = [price_stay_fen(tariff, begins_us, stay, JINAN) for stay in sorted((one, other))]
    assert 0 <= prices[0] <= prices[1]

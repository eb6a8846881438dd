"""What planners are told of before and after is what the rule makes of the stored hours."""

from collections import defaultdict
from datetime import date, timedelta

import numpy as np
import pytest

from parking.clock import HOUR_US
from parking.planning.compare.compare import compare
from parking.planning.compare.places import PlaceDays
from parking.planning.local_day import day_at, day_span_us
from parking.planning.time_series import NO_BUCKET, Bucket
from parking.planning.typical_day import TimeOfDay
from parking.sharing.day_calendar import DayCalendar
from tests.planning.planner_city import Past, ask, open_past
from tests.planning.planner_examples import JINAN, at, even_hour
from tests.services.city import City, draft

CALENDAR = DayCalendar()
NOW = at("09-29 10:37")
FIRST, CHANGED, LAST = date(2026, 9, 3), date(2026, 9, 15), date(2026, 9, 28)
DAYS = [FIRST + timedelta(n) for n in range((LAST - FIRST).days + 1)]
ALIKE = [f"op1-{n:02}" for n in range(13)]
NEAR, OTHER = "op1-near", "op1-other"
DRAFTS = [
    *(draft(lot_id, 36.5 + n / 50, land_use="office") for n, lot_id in enumerate(ALIKE)),
    draft(NEAR, 36.503, land_use="office"),
    draft(OTHER, 36.9, land_use="mall"),
]
ASKED = {"lot_id": ALIKE[0], "changed": CHANGED.isoformat(), "days_before": 12, "days_after": 20}


def any_past(seed: int, effect: float = 0.0, **more) -> Past:
    """Every lot is fuller by day, by an amount of its own; days differ."""
    random, past = np.random.default_rng(seed), Past(now_us=NOW, **more)
    for lot in DRAFTS:
        level, swing = random.uniform(0.3, 0.5), random.uniform(0.1, 0.3)
        for day in DAYS:
            off = random.normal(0, 0.03)
            off += effect * (lot.lot_id == ALIKE[0] and day >= CHANGED)
            for hour_us in range(*day_span_us(day, JINAN), HOUR_US):
                hour = (hour_us // HOUR_US + 8) % 24
                share = level + off + swing * (8 <= hour < 18)
                past.hours[lot.lot_id].append(even_hour(hour_us, float(np.clip(share, 0, 1)), 100))
    return past


def place(past: Past, lot_id: str, takes=lambda _: True) -> PlaceDays:
    days, hours = defaultdict(lambda: NO_BUCKET), defaultdict(lambda: NO_BUCKET)
    for row in past.hours[lot_id]:
        day, bucket = day_at(row.hour_us, JINAN), Bucket(row.sums, row.entries, row.exits)
        hour = (row.hour_us // HOUR_US + 8) % 24
        if takes(hour):
            days[day] += bucket
            if day < CHANGED:
                hours[TimeOfDay(CALENDAR.day_class(day), 60 * hour)] += bucket
    return PlaceDays(lot_id, dict(days), dict(hours))


def by_rule(past: Past, lot_ids=ALIKE[1:], takes=lambda _: True, outcome="utilization"):
    return compare(
        outcome,
        place(past, ALIKE[0], takes),
        [place(past, lot_id, takes) for lot_id in lot_ids],
        before=[day for day in DAYS if day < CHANGED],
        after=[day for day in DAYS if day >= CHANGED],
        day_class=CALENDAR.day_class,
    )


def check(answer: dict, rule) -> None:
    for name in ("effect", "low", "high", "widening", "chance"):
        assert answer["effect"][name] == pytest.approx(getattr(rule.interval, name), abs=2e-6)
    assert answer["verdict"] == rule.verdict
    assert answer["expected"] == pytest.approx(rule.expected, abs=2e-6)
    told = {row["id"]: row["distance"] for row in answer["controls"]}
    by_id = {control.place_id: control.distance for control in rule.controls}
    assert told == pytest.approx(by_id, abs=2e-6)
    assert [row["day"] for row in answer["rows"]] == [of.day.isoformat() for of in rule.days]
    assert answer["notes"][: len(rule.notes)] == list(rule.notes)


async def test_an_effect_is_told_as_the_rule_finds_it(city: City, postgres_url: str):
    past = any_past(1, 0.15)
    planner = await open_past(city, past, postgres_url, *DRAFTS)
    answer = await ask(city, planner, "compare", **ASKED)
    check(answer, by_rule(past))
    assert answer["verdict"] == "rise"
    assert answer["effect"]["low"] <= 0.15 <= answer["effect"]["high"]
    assert answer["before"] == {"from": "2026-09-03", "until": "2026-09-14", "counted": 12}
    # Mid-autumn is a holiday after, and there is none before.
    assert answer["after"] == {"from": "2026-09-15", "until": "2026-09-28", "counted": 11}
    assert answer["coverage"] == 1.0


async def test_no_effect_is_claimed_of_a_city_that_stays_as_it_is(city: City, postgres_url: str):
    past = any_past(2)
    planner = await open_past(city, past, postgres_url, *DRAFTS)
    answer = await ask(city, planner, "compare", **ASKED)
    check(answer, by_rule(past))
    assert answer["verdict"] == "none"


async def test_only_the_hours_that_are_asked_for_count(city: City, postgres_url: str):
    past = any_past(3, 0.1)
    planner = await open_past(city, past, postgres_url, *DRAFTS)
    answer = await ask(city, planner, "compare", **ASKED, hours="19-07")
    check(answer, by_rule(past, takes=lambda hour: hour >= 19 or hour < 7))


async def test_cells_are_compared_as_wholes(city: City, postgres_url: str):
    past = any_past(4, 0.2)
    planner = await open_past(city, past, postgres_url, *DRAFTS)
    asked = {"bbox": "117.0,36.49,117.3,36.51"} | {k: v for k, v in ASKED.items() if k != "lot_id"}
    answer = await ask(city, planner, "compare", **asked, by="cell", apart_m=0)
    assert answer["lots"] == 2
    assert len(answer["controls"]) == 13
    assert all(row["name"] is None and row["lat"] is not None for row in answer["controls"])


async def test_where_sharing_began_meanwhile_is_no_control(city: City, postgres_url: str):
    past = any_past(5)
    planner = await open_past(city, past, postgres_url, *DRAFTS)
    await lend(city, ALIKE[5], "2026-09-20")
    answer = await ask(city, planner, "compare", **ASKED)
    check(answer, by_rule(past, [lot_id for lot_id in ALIKE[1:] if lot_id != ALIKE[5]]))


async def test_the_effect_of_an_agreement_is_measured_in_its_hours(city: City, postgres_url: str):
    past = any_past(6, -0.2)
    past.hours[NEAR].clear()
    planner = await open_past(city, past, postgres_url, *DRAFTS)
    agreement_id = await lend(city, ALIKE[0], CHANGED.isoformat())
    answer = await ask(
        city, planner, f"tidal/agreements/{agreement_id}/effect", outcome="utilization",
        days_before=12, days_after=20,
    )  # fmt: skip
    night = by_rule(past, [*ALIKE[1:], OTHER], lambda hour: hour >= 19 or hour < 7)
    assert answer["effect"]["effect"] == pytest.approx(night.interval.effect, abs=2e-6)
    assert answer["verdict"] == "fall"
    assert answer["hours"][0] == "workday 00"
    assert "workday 19" in answer["hours"]
    assert "workday 12" not in answer["hours"]
    assert any("sharing began or ended" in note for note in answer["notes"])


async def test_what_cannot_be_compared_is_refused_in_plain_words(city: City, postgres_url: str):
    planner = await open_past(city, Past(now_us=NOW), postgres_url, *DRAFTS)
    for query, status, pointer in (
        ("compare", 422, "/query/changed"),
        ("compare?changed=2026-09-15", 400, "/query/lot_id"),
        ("compare?changed=2027-09-15&lot_id=op1-00", 400, "/query/changed"),
        ("compare?changed=2026-09-15&lot_id=op1-none", 404, None),
        ("compare?changed=2026-09-15&lot_id=op1-00&hours=25-26", 422, "/query/hours"),
        ("compare?changed=2026-09-15&lot_id=op1-00&days_after=2", 422, "/query/days_after"),
        ("compare?changed=2026-09-15&lot_id=op1-00&outcome=joy", 422, "/query/outcome"),
        ("tidal/agreements/none/effect", 404, None),
    ):
        answer = await city.client.get(f"/v1/planner/{query}", headers=planner)
        assert (answer.status_code, answer.json().get("pointer")) == (status, pointer), query


async def test_both_tables_come_as_files(city: City, postgres_url: str):
    planner = await open_past(city, any_past(7), postgres_url, *DRAFTS)
    for table, form in (("days", "csv"), ("controls", "csv"), ("controls", "geojson")):
        answer = await city.client.get(
            "/v1/planner/compare", params=ASKED | {"table": table, "format": form}, headers=planner
        )
        assert answer.status_code == 200, answer.text
        assert f"compare-{table}" in answer.headers["content-disposition"]


async def lend(city: City, lot_id: str, first: str) -> str:
    """An admin lends ten spaces by night, and the whole weekend."""
    body = {
        "lot_id": lot_id,
        "quota": 10,
        "valid": {"from": first, "until": "2027-09-01"},
        "windows": [
            {
                "days": ["workday"],
                "stay": ["19:00", "07:00"],
                "movement": [["19:00", "22:00"], ["06:00", "07:00"]],
            },
            {
                "days": ["weekend", "holiday"],
                "stay": ["19:00", "07:00"],
                "movement": [["19:00", "22:00"]],
            },
        ],
        "price": {"free": True},
    }
    key = await city.key("admin")
    answer = await city.client.post(
        "/v1/sharing/agreements", json=body, headers=key | {"idempotency-key": f"lend-{lot_id}"}
    )
    assert answer.status_code == 201, answer.text
    return answer.json()["agreement_id"]

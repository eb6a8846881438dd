"""Answers of the planner's routes for a made-up month, as their JSON has them."""

import math
from datetime import datetime, timedelta, timezone

import msgspec

from parking.planning.kpi_names import KPI_CODES
from parking.planning.reports.city_report import city_report
from parking.planning.reports.hot_area_report import hot_area_report
from parking.planning.reports.month import Month
from parking.planning.reports.told import CityTold, HotAreaTold

MONTH = Month(2026, 10)
CHINA = timezone(timedelta(hours=8))
BEGIN = datetime(2026, 10, 1, tzinfo=CHINA)
END = datetime(2026, 11, 1, tzinfo=CHINA)
UNKNOWN_DAY = 20
ATTACK = '<script>alert("1")</script>'

HEADER = {
    "from": BEGIN.isoformat(), "to": END.isoformat(), "timezone": "Asia/Shanghai",
    "coverage": 0.932, "lots": 6012,
    "notes": [
        "3 lots whose counts are sums of other lots' are left out"
        " · 已排除 3 个汇总性质的停车场，其泊位已在其他停车场中计入",
    ],
}  # fmt: skip
VALUES = dict(zip(KPI_CODES, [
    892_431_123.5, 0.6412, 0.3588, 0.8734, 0.1121, 0.412, -1250.4, 1.84, 33.2, 0.108, 0.043,
    41_250.2, 131.4, 84.0, 245.0, 0.71, 0.961, 0.9423, 0.981, 3.2, 61.0, 0.021, 91.4, 51_200.0,
    33_120.7, 0.6469, 0.012, 14, 0.944,
], strict=True))  # fmt: skip
KPIS = {
    **HEADER,
    "kpis": {**VALUES, "information_delay_p95": None},
    "peak_at": "2026-10-02T10:15:00+08:00",
    "notes": [
        *HEADER["notes"],
        "information_delay_p95: no report of which the delay is known · 没有可计算延迟的上报",
    ],
}
BEFORE = {**HEADER, "kpis": {**VALUES, "utilization": 0.6213, "turnover": None}, "peak_at": None}


def step(begin: datetime, occupancy: float | None, hours: float = 24.0) -> dict:
    spaces = 1_200_000.0 * hours
    known = 0.93 if occupancy is not None else 0.4
    return {
        "from": begin.isoformat(), "to": (begin + timedelta(hours=hours)).isoformat(),
        "coverage": known, "occupancy": occupancy,
        "full_time_share": None if occupancy is None else max(0.0, occupancy - 0.55),
        "space_hours_open": spaces, "space_hours_known": spaces * known,
        "space_hours_taken": spaces * known * (occupancy or 0.0), "space_hours_closed": 0.0,
        "entries": 1, "exits": 1,
    }  # fmt: skip


def days() -> dict:
    rows = []
    for day in range(31):
        full = 0.64 + 0.06 * math.sin(day)
        rows.append(
            step(BEGIN + timedelta(days=day), None if day + 1 == UNKNOWN_DAY else round(full, 6))
        )
    return {**HEADER, "step": "1d", "rows": rows}


def hours(peak: int, height: float) -> dict:
    rows = [
        step(
            BEGIN + timedelta(hours=hour),
            round(0.3 + height * math.exp(-(((hour - peak) / 5) ** 2)), 6),
            1.0,
        )
        for hour in range(24)
    ]
    return {**HEADER, "step": "1h", "rows": rows}


DISTRICTS = [("370102", "历下区", "Lixia", 0.812), ("370103", "市中区", "Shizhong", 0.744),
             ("370104", "槐荫区", "Huaiyin", 0.638), ("370105", "天桥区", "Tianqiao", None),
             ("370112", "历城区", None, 0.552)]  # fmt: skip


def places(metric: str, factor: float) -> dict:
    rows = [
        {"id": code, "name": name, "name_en": name_en, "lat": 36.6, "lon": 117.0, "lots": 812,
         "coverage": 0.91 if value is not None else 0.62, "space_hours_open": 91_234_567.25,
         "value": None if value is None else round(value * factor, 6)}
        for code, name, name_en, value in DISTRICTS
    ]  # fmt: skip
    return {**HEADER, "metric": metric, "rows": rows}


def hot_areas(kind: str, *names: str) -> dict:
    rows = [
        {"id": f"{kind}:8831aa5b2bfffff", "kind": kind, "name": name, "lat": 36.65, "lon": 117.0,
         "lots": 4, "coverage": 0.95, "utilization": 0.91, "full_time_share": 0.42,
         "space_hours_open": 812_000.0, "space_hours_full": 412_300.0}
        for name in names
    ]  # fmt: skip
    return {**HEADER, "kind": kind, "rows": rows}


def ledger() -> dict:
    counts = {"lots_filed": 812, "lots_connected": 790, "coverage_lots": 0.972906,
              "berths_filed": 210_400, "berths_connected": 201_000, "coverage_berths": 0.955323,
              "lots_unmeasured": 0}  # fmt: skip
    rows = [{"id": code, "name": name, "name_en": name_en, "lat": 1.0, "lon": 1.0, **counts}
            for code, name, name_en, _ in DISTRICTS]  # fmt: skip
    return {"at": END.isoformat(), "timezone": "Asia/Shanghai", "by": "area", "total": counts,
            "rows": rows, "notes": []}  # fmt: skip


def city_json() -> dict:
    return {
        "kpis": KPIS, "before": BEFORE, "days": days(),
        "hours": {"workday": hours(10, 0.55), "weekend": hours(15, 0.45),
                  "holiday": hours(14, 0.35)},
        "utilization": places("utilization", 1.0),
        "full_time_share": places("full_time_share", 0.3),
        "hot_areas": [hot_areas("hospital", "齐鲁医院 P1", ATTACK), hot_areas("scenic", "趵突泉"),
                      hot_areas("station")],
        "ledger": ledger(),
    }  # fmt: skip


def quarters(day_class: str, peak: float, height: float) -> list[dict]:
    rows = []
    for quarter in range(96):
        full = 0.35 + height * math.exp(-(((quarter / 4 - peak) / 4) ** 2))
        unknown = day_class == "holiday" and 8 <= quarter < 20
        rows.append(
            {"day_class": day_class, "time": f"{quarter // 4:02d}:{quarter % 4 * 15:02d}",
             "days": 18, "known_days": 17, "coverage": 0.4 if unknown else 0.95,
             "occupancy": None if unknown else full,
             "occupancy_p15": None if unknown else full - 0.06, "occupancy_p50": full,
             "occupancy_p85": None if unknown else min(1.0, full + 0.05),
             "full_time_share": 0.1, "spaces_open": 812.0}
        )  # fmt: skip
    return rows


def stays(user_class: str, stays_: int | None, *bins: int | None) -> dict:
    names = ("under_15_min", "15_to_30_min", "30_to_60_min", "1_to_2_h", "2_to_4_h", "4_to_8_h",
             "8_to_24_h", "over_24_h")  # fmt: skip
    return {"user_class": user_class, "stays": stays_, **dict(zip(names, bins, strict=True))}


def neighbour(name: str, distance_m: float, free: float | None) -> dict:
    return {"lot_id": f"370102-A-{name}", "name": name, "name_en": None, "lat": 1.0, "lon": 1.0,
            "land_use": "office", "within_m": 300, "distance_m": distance_m,
            "walk_min": math.ceil(distance_m / 80), "spaces_open": 120.0, "free": free,
            "occupancy": None if free is None else 1 - free / 120, "coverage": 0.9}  # fmt: skip


def hot_area_json(name: str = "齐鲁医院 P1") -> dict:
    return {
        **KPIS, "hot_area_id": "hospital:8831aa5b2bfffff", "kind": "hospital", "title": "Hospital",
        "title_zh": "医院", "name": name, "lat": 36.65, "lon": 117.0, "lot_ids": ["a", "b"],
        "peak": {"day_class": "workday", "time": "09:45", "occupancy": 0.983, "days": 18},
        "supply": [
            {"space_class": one, "spaces": spaces, "space_hours_open": spaces * 744.0,
             "coverage": 0.95, "utilization": 0.83, "full_time_share": 0.31}
            for one, spaces in (("general", 640), ("charging", 40), ("accessible", 12))
        ],
        "demand": [*quarters("workday", 9.75, 0.6), *quarters("weekend", 15, 0.3),
                   *quarters("holiday", 14, 0.2)],
        "stays": [stays("transient", 12_400, 600, 1200, 3000, 4100, 2300, 900, 250, 50),
                  stays("monthly", 2_100, 10, 20, 60, 150, 360, 1200, 300, None),
                  stays("vip", None, *[None] * 8)],
        "spill_over": [neighbour("省直机关车库", 182.4, 61.3),
                       neighbour("某写字楼地下", 310.0, None)],
    }  # fmt: skip


def city_month(lang: str):
    return city_report(msgspec.convert(city_json(), CityTold), MONTH, None, lang)


def hot_months(lang: str, *names: str):
    told = [msgspec.convert(hot_area_json(name), HotAreaTold) for name in names]
    return hot_area_report(told, MONTH, lang)

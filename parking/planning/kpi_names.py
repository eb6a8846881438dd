"""KPI names: the code name of every figure, what it is called in Chinese and English, and its unit.

How each is made, and what makes it null, is in docs/kpis.md and in the modules of the figures.
"""

from typing import Final, Literal, get_args

from msgspec import Struct

KpiCode = Literal[
    "space_hours_open",
    "utilization",
    "vacancy_rate",
    "peak_saturation",
    "full_time_share",
    "target_band_share",
    "berth_gap",
    "turnover",
    "sessions_per_hour",
    "peak_hour_ratio",
    "unmet_demand",
    "unmet_demand_vehicles",
    "mean_duration",
    "median_duration",
    "p85_duration",
    "demand_supply_ratio",
    "coverage_lots",
    "coverage_berths",
    "online_rate",
    "information_delay",
    "information_delay_p95",
    "count_drift",
    "data_quality_score",
    "tidal_offered_hours",
    "tidal_used_hours",
    "tidal_uptake",
    "overstay_rate",
    "owner_blocked",
    "reservation_fulfilment",
]
SeriesCode = Literal["occupancy", "coverage"]
KPI_CODES: Final[tuple[KpiCode, ...]] = get_args(KpiCode)
"""In the order in which they are told."""
SERIES_CODES: Final[tuple[SeriesCode, ...]] = get_args(SeriesCode)
"""Told of single times and of places, and no KPI of a period."""


class KpiName(Struct, frozen=True):
    """`unit` as tables have it; 0-1 is a share."""

    zh: str
    en: str
    unit: str


KPI_NAMES: Final[dict[KpiCode | SeriesCode, KpiName]] = {
    "space_hours_open": KpiName("开放泊位小时", "Open space-hours", "berth·h"),
    "utilization": KpiName("泊位利用率", "Utilization", "0-1"),
    "vacancy_rate": KpiName("空置率", "Vacancy rate", "0-1"),
    "peak_saturation": KpiName("高峰饱和度", "Peak saturation", "0-1"),
    "full_time_share": KpiName("满位时长比", "Share of time full", "0-1"),
    "target_band_share": KpiName("目标占用率达标率", "Share of hours in target band", "0-1"),
    "berth_gap": KpiName("泊位缺口", "Shortage of spaces", "berths"),
    "turnover": KpiName("周转率", "Turnover", "veh/berth/day"),
    "sessions_per_hour": KpiName("每小时停车次数", "Sessions per hour (CDS turnover)", "veh/h"),
    "peak_hour_ratio": KpiName("高峰小时系数", "Peak-hour ratio", "0-1"),
    "unmet_demand": KpiName("未满足需求比例(估计)", "Unmet demand, share (estimate)", "0-1"),
    "unmet_demand_vehicles": KpiName("未满足需求车次(估计)", "Unmet demand (estimate)", "veh"),
    "mean_duration": KpiName("平均停放时间", "Mean duration", "min"),
    "median_duration": KpiName("停放时间中位数", "Median duration", "min"),
    "p85_duration": KpiName("停放时间第 85 百分位", "85th percentile of duration", "min"),
    "demand_supply_ratio": KpiName("停车供需比", "Demand/supply ratio", "erlang/berth"),
    "coverage_lots": KpiName("停车场联网率", "Share of lots connected", "0-1"),
    "coverage_berths": KpiName("泊位联网率", "Share of spaces connected", "0-1"),
    "online_rate": KpiName("在线率", "Online rate", "0-1"),
    "information_delay": KpiName("信息延迟时间(中位数)", "Information delay, median", "s"),
    "information_delay_p95": KpiName(
        "信息延迟时间第 95 百分位", "Information delay, 95th percentile", "s"
    ),
    "count_drift": KpiName("车辆数积累误差", "Count drift", "0-1"),
    "data_quality_score": KpiName("数据质量分", "Data quality score", "0-100"),
    "tidal_offered_hours": KpiName("柔性供给", "Tidal space-hours offered", "berth·h"),
    "tidal_used_hours": KpiName("贡献泊位小时", "Tidal space-hours used", "berth·h"),
    "tidal_uptake": KpiName("潮汐泊位使用率", "Tidal uptake", "0-1"),
    "overstay_rate": KpiName("超时率", "Overstay rate", "0-1"),
    "owner_blocked": KpiName("业主受阻次数", "Times owners took spaces back", "count"),
    "reservation_fulfilment": KpiName("预约履约率", "Reservation fulfilment", "0-1"),
    "occupancy": KpiName("占用率", "Occupancy", "0-1"),
    "coverage": KpiName("数据覆盖率", "Coverage", "0-1"),
}

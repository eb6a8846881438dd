"""What reports say, in both languages."""

from typing import Final

from parking.planning.hot_areas import TITLES, HotKind
from parking.sharing.terms import DayClass
from parking.vocabulary import LandUse, SpaceClass
from parking.words import Words

CITY_TITLE: Final = Words("停车规划月报", "Monthly parking report")
HOT_TITLE: Final = Words("热点区域停车报告", "Hot-area parking report")
WHOLE_CITY: Final = Words("全市", "Whole city")

TIME: Final = Words("时段", "Time")
LOTS: Final = Words("停车场", "Lots")
COVERAGE: Final = Words("数据覆盖率", "Coverage")
QUALITY: Final = Words("数据质量分", "Data quality score")
OF_SPACE_HOURS: Final = Words("的泊位小时已知", "of space-hours are known")
PEAK_AT: Final = Words("出现于", "at")
LAST_MONTH: Final = Words("上月", "Last month")
UNKNOWN: Final = Words("数据不足 80 %", "under 80 % known")
TOTAL: Final = Words("合计", "Total")
OUTSIDE: Final = Words("区域外", "Outside")

OVERVIEW: Final = Words("概况", "Overview")
DAY_BY_DAY: Final = Words("逐日变化", "Day by day")
TYPICAL_DAYS: Final = Words("典型日", "Typical days")
BY_AREA: Final = Words("分区", "By area")
HOT_AREAS: Final = Words("热点区域", "Hot areas")
LEDGER: Final = Words("联网台账", "Who is connected")
ALL_FIGURES: Final = Words("全部指标", "All figures")
NOTES: Final = Words("说明", "Notes")

DAYS_CAPTION: Final = Words(
    "每天的占用率与满位时长比。红线为 85 %；斜线处数据不足 80 %，不予计算。",
    "Occupancy and share of time full, each day. Red: 85 %. Hatched: under 80 % is known, so no "
    "figure is told.",
)
HOURS_CAPTION: Final = Words(
    "各类日期每小时的占用率：各日泊位小时之和的比值。",
    "Occupancy by the hour of the clock: ratios of the days' summed space-hours.",
)
AREAS_CAPTION: Final = Words("各区泊位利用率", "Utilization by area")
HOT_CAPTION: Final = Words(
    "每类热点区域中满位泊位小时最多的三处", "Of each kind the three with the most full space-hours"
)
LEDGER_CAPTION: Final = Words(
    "此前 24 小时内有上报者为联网；分母为当时备案的全部停车场",
    "Connected: reported within 24 hours before. Below the line: every lot on file then",
)
FIGURES_CAPTION: Final = Words(
    "本月与上月；“—”表示不予公布，原因见说明",
    "This month and the one before; — is not told, and the notes say why",
)
KPI_PAGE: Final = Words(
    "各指标的公式见 docs/kpis.md；比率均为泊位小时之和的比值，未知时间不算空闲。",
    "Formulas are in docs/kpis.md. Ratios are of summed space-hours; unknown time is never empty.",
)

NAME: Final = Words("名称", "Name")
KIND: Final = Words("类型", "Kind")
FIGURE: Final = Words("指标", "Figure")
UNIT: Final = Words("单位", "Unit")
THIS_MONTH: Final = Words("本月", "This month")
CHANGE: Final = Words("变化", "Change")
LOTS_CONNECTED: Final = Words("联网停车场", "Lots connected")
LOTS_FILED: Final = Words("备案停车场", "Lots filed")
SPACES_CONNECTED: Final = Words("联网泊位", "Spaces connected")
SPACES_FILED: Final = Words("备案泊位", "Spaces filed")
FULL_HOURS: Final = Words("满位泊位小时", "Full space-hours")

SUPPLY: Final = Words("1 供给", "1 Supply")
DEMAND: Final = Words("2 需求曲线", "2 Demand")
TURNOVER: Final = Words("3 周转与停放时间", "3 Turnover and length of stays")
SPILL_OVER: Final = Words("4 周边可分流停车场", "4 Where there is room beside it")
UNMET: Final = Words("5 未满足需求", "5 Unmet demand")
CAVEATS: Final = Words("6 说明", "6 Caveats")
SPACE_CLASS: Final = Words("泊位类别", "Space class")
SPACES: Final = Words("登记泊位", "Spaces")
WALK: Final = Words("步行", "Walk")
LAND_USE: Final = Words("用地", "Land use")
FREE: Final = Words("高峰空余", "Free at the peak")
OPEN: Final = Words("高峰开放", "Open at the peak")
OCCUPANCY: Final = Words("高峰占用率", "Occupancy then")
MINUTES: Final = Words("分钟", "min")
STAYS: Final = Words("次停放", "stays")
PEAK: Final = Words("高峰", "Peak")
NO_PEAK: Final = Words("没有足够的数据确定高峰", "too little is known to tell the peak")
DEMAND_CAPTION: Final = Words(
    "一刻钟占用率；色带为十天中约七天所在范围(P15 至 P85)。红线为 85 %。",
    "Occupancy by the quarter hour; seven of ten days lie in the band (P15 to P85). Red: 85 %.",
)
STAYS_CAPTION: Final = Words(
    "各用户类别停放时间的构成；不足 5 次的不予公布",
    "How long stays were, of each class of users; fewer than five are not told",
)
SPILL_CAPTION: Final = Words(
    "本区域高峰时，步行 300 米与 500 米内其他停车场的平均空余泊位",
    "Free spaces of other lots within 300 and 500 m when this place is fullest, on average",
)
NO_NEIGHBOUR: Final = Words(
    "500 米内没有其他已知的停车场。", "There is no other known lot within 500 m."
)
NO_STAYS: Final = Words("没有可公布的停放记录。", "No stays that may be told.")
COMPLAINTS: Final = Words(
    "投诉、寻位时间与排队不在数据中，本报告不作估计。",
    "Complaints, searching and queues are in no report; nothing is guessed about them here.",
)

DAY_CLASSES: Final[dict[DayClass, Words]] = {
    "workday": Words("工作日", "Workdays"),
    "weekend": Words("周末", "Weekends"),
    "holiday": Words("节假日", "Holidays"),
}
HOT_KINDS: Final[dict[HotKind, Words]] = {kind: Words(*title) for kind, title in TITLES.items()}
SPACE_CLASSES: Final[dict[SpaceClass, Words]] = {
    "general": Words("普通", "General"),
    "charging": Words("充电", "Charging"),
    "accessible": Words("无障碍", "Accessible"),
    "shared": Words("错峰共享", "Shared"),
    "reserved": Words("预约", "Reserved"),
    "monthly": Words("月租", "Monthly"),
    "loading": Words("装卸", "Loading"),
    "motorcycle": Words("摩托车", "Motorcycle"),
}
LAND_USES: Final[dict[LandUse, Words]] = {
    "residential": Words("居住", "Residential"),
    "office": Words("办公", "Office"),
    "government": Words("机关", "Government"),
    "hospital": Words("医院", "Hospital"),
    "school": Words("学校", "School"),
    "mall": Words("商场", "Mall"),
    "transport_hub": Words("交通枢纽", "Transport hub"),
    "scenic": Words("景点", "Scenic"),
    "venue": Words("场馆", "Venue"),
    "park_and_ride": Words("换乘", "Park and ride"),
    "restaurant": Words("餐饮", "Restaurant"),
    "industrial": Words("工业", "Industrial"),
    "other": Words("其他", "Other"),
}
USER_CLASSES: Final[dict[str, Words]] = {
    "transient": Words("临停", "Transient"),
    "monthly": Words("月租", "Monthly"),
    "vip": Words("贵宾", "VIP"),
    "prepaid": Words("储值", "Prepaid"),
    "unknown": Words("未注明", "Not said"),
}
BINS: Final = (
    Words("<15 分", "<15 min"), Words("15-30 分", "15-30 min"), Words("30-60 分", "30-60 min"),
    Words("1-2 时", "1-2 h"), Words("2-4 时", "2-4 h"), Words("4-8 时", "4-8 h"),
    Words("8-24 时", "8-24 h"), Words(">24 时", ">24 h"),
)  # fmt: skip

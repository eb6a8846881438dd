"""The town: eight lots in three areas, one of every kind of feed, and what befalls them."""

from datetime import date
from typing import Final

from simulator.week.days import DAYS, FIRST, begin_us, days_from, moment_us
from simulator.week.plans import Closure, Lending, WeekLot

CITY: Final = "week"
AREAS: Final = {"week-hill": "week", "week-lake": "week", "week-rail": "week-lake"}
"""Each with the area it lies in; the station is a part of the lake's quarter."""
BEGINS_US: Final = begin_us(date(2026, 5, 3))
"""Everything is counted from Monday on; a day before, so that cars stand there by then."""
FROM_US: Final = begin_us(FIRST)
_MON, _TUE, _WED, _THU, _FRI, _SAT, _SUN = days_from(FIRST, DAYS)
TO_US: Final = moment_us(_SUN, "24:00")
ENDS_US: Final = moment_us(_SUN, "30:00")
_EVERY_DAY: Final = range(7)
_BURST_US: Final = moment_us(_FRI, "12:20")
"""A water main; nobody knew for how long."""

PLAZA: Final = WeekLot(
    lot_id="wk-plaza-1", name="泉城广场地库", name_en="Plaza garage",
    lat=36.6610, lon=117.0200, area="week-lake", land_use="mall", lot_class="attached",
    feed="movements",
    capacity=((BEGINS_US, {"general": 24, "charging": 4}),),
)  # fmt: skip
MARKET: Final = WeekLot(
    lot_id="wk-plaza-2", name="早市停车场", name_en="Market yard",
    lat=36.6622, lon=117.0231, area="week-lake", land_use="restaurant", lot_class="temporary",
    feed="movements", tells_free=True,
    capacity=((BEGINS_US, {"general": 16}),),
    hours=dict.fromkeys(_EVERY_DAY, ("06:00", "23:00")), hours_text="06:00-23:00",
    closures=(
        Closure(moment_us(_TUE, "09:00"), moment_us(_WED, "10:00"), moment_us(_WED, "14:30")),
        Closure(_BURST_US, _BURST_US, moment_us(_FRI, "16:05"), is_open_ended=True),
    ),
)  # fmt: skip
KERB: Final = WeekLot(
    lot_id="wk-kerb-1", name="明湖路泊位", name_en="Lake Road kerb",
    lat=36.6655, lon=117.0180, area="week-lake", land_use="restaurant", lot_class="onstreet",
    feed="bays", has_gate=False,
    capacity=((BEGINS_US, {"general": 10}),),
    hours=dict.fromkeys(range(6), ("07:00", "21:00")) | {6: ("09:00", "18:30")},
    hours_text="Mo-Sa 07:00-21:00; Su 09:00-18:30",
)  # fmt: skip
OFFICE: Final = WeekLot(
    lot_id="wk-tower-1", name="山大路写字楼", name_en="Hill tower",
    lat=36.6480, lon=117.0600, area="week-hill", land_use="office", lot_class="attached",
    feed="totals",
    capacity=((BEGINS_US, {"general": 36}),),
    lending=Lending(
        spaces=12, visits=5,
        by_day={"workday": ("19:00", "07:30"), "holiday": ("00:00", "24:00"),
                "weekend": ("00:00", "24:00")},
        suspended=((moment_us(_THU, "20:00"), moment_us(_THU, "22:00")),),
    ),
)  # fmt: skip
HOMES: Final = WeekLot(
    lot_id="wk-tower-2", name="山前小区", name_en="Foothill homes",
    lat=36.6466, lon=117.0631, area="week-hill", land_use="residential", lot_class="dedicated",
    feed="snapshots", tells_capacity=False,
    capacity=((BEGINS_US, {"general": 30}), (moment_us(_THU, "10:00"), {"general": 34})),
    lending=Lending(
        spaces=2, named=("R-01", "R-02"), visits=2, by_day={"workday": ("08:30", "17:00")}
    ),
)  # fmt: skip
HOSPITAL: Final = WeekLot(
    lot_id="wk-clinic-1", name="千佛山医院", name_en="Hill hospital",
    lat=36.6471, lon=117.0582, area="week-hill", land_use="hospital", lot_class="public_offstreet",
    feed="snapshots", pull=1.1,
    capacity=((BEGINS_US, {"general": 20, "accessible": 2}),),
)  # fmt: skip
SCHOOL: Final = WeekLot(
    lot_id="wk-clinic-2", name="历山中学", name_en="Hill school",
    lat=36.6510, lon=117.0555, area="week-hill", land_use="school", lot_class="attached",
    feed="changes",
    capacity=((BEGINS_US, {"general": 18}),),
    silences=((moment_us(_WED, "08:13"), moment_us(_THU, "20:47")),),
)  # fmt: skip
STATION: Final = WeekLot(
    lot_id="wk-rail-1", name="火车站停车楼", name_en="Station decks",
    lat=36.6702, lon=116.9920, area="week-rail", land_use="transport_hub",
    lot_class="public_offstreet", feed="movements", plateless_in=9, pull=0.7,
    capacity=((BEGINS_US, {"general": 30}),),
)  # fmt: skip

TOWN: Final = (PLAZA, MARKET, KERB, OFFICE, HOMES, HOSPITAL, SCHOOL, STATION)


def lots_in(area: str) -> list[WeekLot]:
    """Return the lots of an area and of all areas in it."""
    inside = {area}
    for _ in AREAS:
        inside |= {code for code, parent in AREAS.items() if parent in inside}
    return [lot for lot in TOWN if lot.area in inside]

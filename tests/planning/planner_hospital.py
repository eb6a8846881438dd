"""A hospital in Jinan and the lots around it, some near, one that never reports, one far off."""

from geo.cell import cell_of, cell_text, parent_of
from geo.position import Position
from parking.clock import HOUR_US, from_us
from parking.planning.local_day import day_at
from parking.sharing.day_calendar import DayCalendar
from tests.planning.planner_city import ALL_HOURS, Past
from tests.planning.planner_examples import JINAN, even_hour
from tests.services.city import draft

CALENDAR = DayCalendar()

LAT, LON = 36.65, 117.12
METRE = 1 / 111_195
"""Degrees of latitude."""
HOSPITAL = "hospital:" + cell_text(parent_of(cell_of(Position(LAT, LON)), 8))
DRAFTS = [
    draft("op1-hospital", LAT, LON, land_use="hospital"),
    draft("op1-near", LAT + 200 * METRE, LON, land_use="office"),
    draft("op1-far", LAT + 450 * METRE, LON, land_use="mall"),
    draft("op1-away", LAT + 600 * METRE, LON, land_use="office"),
    draft("op1-silent", LAT - 100 * METRE, LON),
    draft("op1-station", 36.7, 117.2, land_use="transport_hub"),
]


def clock_hour(hour_us: int) -> int:
    return from_us(hour_us + 8 * HOUR_US).hour


def morning_past() -> Past:
    """The hospital is full from eight to ten on workdays; offices beside it are half empty."""
    past = Past()
    for hour_us in ALL_HOURS[:-1]:
        is_workday = CALENDAR.day_class(day_at(hour_us, JINAN)) == "workday"
        is_rush = is_workday and clock_hour(hour_us) in {8, 9}
        past.hours["op1-hospital"].append(even_hour(hour_us, 1 if is_rush else 0.3, entries=9))
        past.hours["op1-near"].append(even_hour(hour_us, 0.4, 50))
        past.hours["op1-far"].append(even_hour(hour_us, 1, 20))
        past.hours["op1-away"].append(even_hour(hour_us, 0, 20))
        past.hours["op1-station"].append(even_hour(hour_us, 0.5))
    return past

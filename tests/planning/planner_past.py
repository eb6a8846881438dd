"""Four lots with a random past of six days, and the figures that sums of it must come to."""

from random import Random

from parking.clock import HOUR_US
from parking.planning.space_time import SpaceTime
from tests.planning.planner_city import ALL_HOURS, Past, running
from tests.planning.planner_examples import any_hours
from tests.services.city import draft

LOTS = ("op1-a", "op1-b", "op1-c", "op2-d")
DRAFTS = [
    draft("op1-a", area_code="370102"),
    draft("op1-b", area_code="370102", land_use="hospital"),
    draft("op1-c", 36.7, 117.2, area_code="370103"),
    draft("op2-d", None, None),
]


def any_past(seed: int, **more) -> Past:
    """Six days of four lots; one has no area and no position, one has an outage."""
    random, past = Random(seed), Past(**more)
    for lot_id in LOTS:
        rows = any_hours(random, ALL_HOURS, random.randrange(5, 50), known=0.9)
        past.hours[lot_id] = [*rows[:-1], running(rows[-1])]
    past.hours["op1-b"] = [row for row in past.hours["op1-b"] if row.hour_us % (5 * HOUR_US)]
    return past


def rows_of(past: Past, *lot_ids: str):
    return [row for lot_id in lot_ids for row in past.hours[lot_id]]


def check(answer: dict, space: SpaceTime):
    """The figures of space-time, of sums; null where too little of it is known."""
    figures = answer["kpis"]
    assert figures["space_hours_open"] == space.open_us / HOUR_US
    assert answer["coverage"] == space.coverage
    if space.open_us and 5 * space.known_us >= 4 * space.open_us:
        assert figures["utilization"] == space.taken_us / space.known_us
        assert figures["full_time_share"] == space.full_us / space.known_us
        assert figures["vacancy_rate"] == (space.known_us - space.taken_us) / space.known_us
    else:
        assert figures["utilization"] is figures["full_time_share"] is None

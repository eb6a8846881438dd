"""What a planner may read of a city that is backed up: figures of lots at rest."""

import time

from geo.cell import cell_of, cell_text
from geo.position import Position
from tests.end_to_end.city import City

HOT_AREA = f"hospital:{cell_text(cell_of(Position(36.66, 117.12), 8))}"
"""Around the lot that lends."""

HOURS = "from=2026-11-21T03:00:00Z&to=2026-11-21T04:00:00Z"
SPAN = f"{HOURS}&operator=op1"
PLANNER_READS = {
    "planner": [
        f"/v1/planner/kpis?lot_id=op1-absolute&{SPAN}",
        f"/v1/planner/series?lot_id=op1-absolute&{SPAN}",
        f"/v1/planner/heatmap?{SPAN}",
        "/v1/planner/coverage?at=2026-11-21T03:00:00Z&operator=op1",
        f"/v1/planner/lots/op1-absolute/profile?{HOURS}",
        f"/v1/planner/hot-areas?{SPAN}",
        f"/v1/planner/hot-areas/{HOT_AREA}?{HOURS}",
        "/v1/planner/compare?lot_id=op1-absolute&changed=2026-11-20&control_land_use=office",
        "/v1/planner/tidal/agreements/{agreement_id}/effect",
        "/v1/planner/tidal/opportunities?operator=op1",
        "/v1/planner/replay?at=2026-11-21T04:00:00Z&operator=op1",
        "/v1/planner/aggregates",
    ],
    "operator": ["/v1/operator/lots/op1-absolute/aggregate"],
}
SETTLED_S = 10.0
"""What was reported is in the figures after so long, and they change no more."""


def summed_up(city: City, key: str) -> None:
    """Wait until what was reported is in the figures, in all of them."""
    before = None
    while (now := _told(city, key)) != before or now[0]["coverage"] is None:
        before = now
        time.sleep(SETTLED_S)


def _told(city: City, key: str) -> list[dict]:
    """Tell all that a planner may read of it but what needs a name; the first is of the lots."""
    paths = [path for path in PLANNER_READS["planner"] if "{" not in path]
    with city.client(key) as http:
        return [http.get(path).json() for path in (f"/v1/planner/kpis?{SPAN}", *paths)]

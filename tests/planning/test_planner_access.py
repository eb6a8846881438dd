"""Planners and admins alone read figures; what is asked wrongly is told in plain words."""

from api.planner.aggregate_schemas import AggregatesAnswer
from api.planner.compare_schemas import CompareAnswer
from api.planner.opportunity_schemas import OpportunitiesAnswer
from api.planner.place_schemas import HotAreaAnswer, HotAreasAnswer, ProfileAnswer
from api.planner.replay_schemas import ReplayAnswer
from api.planner.schemas import CoverageAnswer, HeatmapAnswer, KpisAnswer, OccupancySeries
from tests.planning.planner_city import ALL_HOURS, Past, open_past
from tests.planning.planner_examples import even_hour
from tests.planning.planner_hospital import DRAFTS, HOSPITAL
from tests.services.city import City

SHAPES = {
    "kpis": KpisAnswer,
    "series": OccupancySeries,
    "heatmap": HeatmapAnswer,
    "coverage": CoverageAnswer,
    "aggregates": AggregatesAnswer,
    "compare?lot_id=op1-hospital&changed=2026-10-11": CompareAnswer,
    "hot-areas": HotAreasAnswer,
    f"hot-areas/{HOSPITAL}": HotAreaAnswer,
    "lots/op1-hospital/profile": ProfileAnswer,
    "tidal/opportunities": OpportunitiesAnswer,
    "replay?at=2026-10-13T02:00:00Z": ReplayAnswer,
}


def filled() -> Past:
    past = Past()
    for lot in DRAFTS[:3]:
        past.hours[lot.lot_id] = [even_hour(hour_us, 0.5) for hour_us in ALL_HOURS[:-1]]
    past.stays = [("op1-hospital", ALL_HOURS[9], ALL_HOURS[10] + n, None) for n in range(9)]
    return past


async def test_nobody_else_is_let_in(city: City, postgres_url: str):
    planner = await open_past(city, filled(), postgres_url, *DRAFTS)
    for path in SHAPES:
        address = f"/v1/planner/{path}"
        assert (await city.client.get(address)).status_code == 401
        for role in ("operator", "owner", "driver"):
            key = await city.key(role, "op1" if role == "operator" else None)
            answer = await city.client.get(address, headers=key)
            assert (answer.status_code, answer.json()["type"].rpartition("/")[2]) == (
                403, "forbidden",
            )  # fmt: skip
        for key in (planner, await city.key("admin")):
            assert (await city.client.get(address, headers=key)).status_code == 200, path


async def test_every_answer_has_the_documented_shape_and_no_more(city: City, postgres_url: str):
    planner = await open_past(city, filled(), postgres_url, *DRAFTS)
    for path, shape in SHAPES.items():
        answer = await city.client.get(f"/v1/planner/{path}", headers=planner)
        shape.model_validate_json(answer.content)
        assert answer.headers["cache-control"].startswith("private")
    drawn = await city.client.get("/v1/planner/heatmap?geometry=true", headers=planner)
    HeatmapAnswer.model_validate_json(drawn.content)


async def test_no_shape_is_called_by_where_its_code_lies(city: City):
    """As two of the same name would be, and programs made from the contract would break."""
    document = (await city.client.get("/openapi.json")).json()
    assert [name for name in document["components"]["schemas"] if "__" in name] == []


WRONG = [
    ("kpis?landuse=hospital", 422, "/query/landuse"),
    ("kpis?land_use=hospital,zoo", 422, "/query/land_use"),
    ("kpis?space_class=gold", 422, "/query/space_class"),
    ("kpis?day_class=monday", 422, "/query/day_class"),
    ("kpis?from=2026-10-09T09:00:00", 422, "/query/from"),
    ("kpis?from=2026-10-09", 422, "/query/from"),
    ("kpis?to=2026-10-09T09:00:00Z&from=2026-10-09T10:00:00Z", 400, "/query/from"),
    ("kpis?from=2026-10-14T09:00:00Z", 400, "/query/from"),
    ("kpis?from=2024-01-01T09:00:00Z", 400, "/query/from"),
    ("kpis?bbox=1,2,3", 400, "/query/bbox"),
    ("kpis?lot_id=op1-a&area=3701", 400, "/query/area"),
    ("kpis?lot_id=op1-none", 404, None),
    ("kpis?area=999999", 404, "/query/area"),
    ("kpis?operator=nobody", 404, "/query/operator"),
    ("kpis?format=pdf", 422, "/query/format"),
    ("series?step=2h", 422, "/query/step"),
    ("heatmap?resolution=5", 422, "/query/resolution"),
    ("heatmap?hour=24", 422, "/query/hour"),
    ("heatmap?metric=joy", 422, "/query/metric"),
    ("hot-areas?kind=zoo", 422, "/query/kind"),
    ("coverage?from=2026-10-09T09:00:00Z", 422, "/query/from"),
    ("compare?lot_id=op1-hospital&changed=0001-01-01", 422, "/query/changed"),
    ("compare?lot_id=op1-hospital&changed=9999-12-31", 422, "/query/changed"),
    ("tidal/opportunities?valid_from=9999-12-31", 422, "/query/valid_from"),
    ("replay", 422, "/query/at"),
    ("replay?at=2026-10-13T02:38:00Z", 400, "/query/at"),
    ("replay?at=2026-10-13T02:00:00Z&limit=0", 422, "/query/limit"),
    ("replay?at=2026-10-13T02:00:00Z&cursor=%25", 400, "/query/cursor"),
    ("replay?at=2026-10-13T02:00:00Z&lot_id=op1-none", 404, None),
]


async def test_what_is_asked_wrongly_is_named(city: City, postgres_url: str):
    planner = await open_past(city, Past(), postgres_url, *DRAFTS)
    for query, status, pointer in WRONG:
        answer = await city.client.get(f"/v1/planner/{query}", headers=planner)
        assert answer.headers["content-type"] == "application/problem+json", answer.text
        assert (answer.status_code, answer.json().get("pointer")) == (status, pointer), query


async def test_a_filter_that_no_lot_fits_says_so(city: City, postgres_url: str):
    planner = await open_past(city, Past(), postgres_url, *DRAFTS)
    answer = await city.client.get(
        "/v1/planner/kpis?land_use=industrial&from=2026-10-09T00:00:00Z", headers=planner
    )
    assert answer.json()["lots"] == 0
    assert answer.json()["coverage"] is None
    assert any(note.startswith("no lot fits") for note in answer.json()["notes"])

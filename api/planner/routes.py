"""Routes of planners: each part makes its own router; here they come together."""

from fastapi import APIRouter

from api.planner.aggregates import aggregates_list_router
from api.planner.compare import compare_router
from api.planner.coverage import coverage_router
from api.planner.heatmap import heatmap_router
from api.planner.hot_area_report import hot_area_router
from api.planner.hot_areas import hot_areas_router
from api.planner.kpis import kpis_router
from api.planner.opportunities import opportunities_router
from api.planner.profiles import profiles_router
from api.planner.replay import replay_router
from api.planner.series import series_router
from api.planner.tidal_effect import tidal_effect_router
from api.routing import together
from api.services import Services


def planner_router(services: Services) -> APIRouter:
    """Make the router of everything below /v1/planner."""
    parts = (
        kpis_router,
        series_router,
        heatmap_router,
        hot_areas_router,
        hot_area_router,
        coverage_router,
        aggregates_list_router,
        profiles_router,
        opportunities_router,
        compare_router,
        tidal_effect_router,
        replay_router,
    )
    return together((part(services) for part in parts), "planner")

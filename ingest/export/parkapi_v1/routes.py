"""Routes of ParkAPI v1: the cities, and one city's lots."""

from collections.abc import Callable, Iterator
from typing import Annotated, Final

from fastapi import APIRouter, Path, Request, Response

from ingest.export.answering import JSON, answer, documented
from ingest.export.city import ExportedCity
from ingest.export.parkapi_v1.cities import cities_of
from ingest.export.parkapi_v1.rendering import city_sheet, index_json
from ingest.export.press import Sheet
from ingest.export.shown import Shown, show
from parking.access import roles
from parking.live.class_picture import ALWAYS_US
from parking.lot import Lot
from parking.problems import Problem, ProblemError

INDEX_S: Final = 60
LOTS_S: Final = 10
_NO_CITY: Final = Problem("not-found", "There is no such city; /export/parkapi/v1 lists them.")


def parkapi_v1_router(city: ExportedCity) -> APIRouter:
    """Make the routes; OpenTripPlanner is given the address of the second."""
    router = APIRouter(tags=["export"])

    @router.get(
        "/export/parkapi/v1",
        summary="Cities, as ParkAPI v1 lists them · 城市列表（ParkAPI v1）",
        openapi_extra=roles("anonymous"),
        responses=documented(told="Cities: id by name"),
    )
    async def get_cities(request: Request) -> Response:
        now_us = city.now_us()
        cities = cities_of(city.directory, city.replica.lots())
        sheet = Sheet(JSON, b"", [index_json(cities.index, city.publisher)], b"", b"\n")
        printed = await city.press.printed(sheet, now_us)
        return await answer(request, printed, city.publisher, max_age_s=INDEX_S)

    @router.get(
        "/export/parkapi/v1/{city}",
        summary="Lots of a city in ParkAPI v1 · 停车场（ParkAPI v1）",
        openapi_extra=roles("anonymous"),
        responses=documented(404, told="`lots` with coords, total, free and state"),
    )
    async def get_lots(
        request: Request, city_id: Annotated[str, Path(alias="city", max_length=64)]
    ) -> Response:
        now_us = city.now_us()
        holds = cities_of(city.directory, city.replica.lots()).holds(city_id)
        if holds is None:
            raise ProblemError(_NO_CITY)
        printed = await city.press.held(
            f"parkapi-v1-{city_id}",
            now_us,
            lambda: city_sheet(
                _shown_of(city, holds, now_us), _regions(city), city.publisher, now_us,
                _updated_us(city, holds),
            ),
        )  # fmt: skip
        return await answer(request, printed, city.publisher, max_age_s=LOTS_S)

    return router


def _shown_of(city: ExportedCity, holds: Callable[[Lot], bool], now_us: int) -> Iterator[Shown]:
    for live in city.lots():
        if holds(live.lot):
            yield show(live, city.directory, now_us)


def _updated_us(city: ExportedCity, holds: Callable[[Lot], bool]) -> int | None:
    return max(
        (
            live.glance.confirmed_us
            for live in city.replica.live_lots()
            if live.glance.free is not None
            and live.glance.confirmed_us != ALWAYS_US
            and holds(live.lot)
        ),
        default=None,
    )


def _regions(city: ExportedCity) -> Callable[[Lot], str | None]:
    def region_of(lot: Lot) -> str | None:
        area = city.directory.find_area(lot.area_code) if lot.area_code else None
        return None if area is None else area.name

    return region_of

"""The platform's figures against the simulator's own ledger: what readers see is what is true."""

import time
from collections.abc import Iterator
from contextlib import ExitStack

import httpx
import pytest

from parking.clock import rfc3339
from simulator.city import City as Jinan
from simulator.city_client import CityClient
from simulator.jinan_data import jinan
from simulator.ledger import Ledger
from simulator.registration import lots_geojson
from simulator.traffic import SINGLE_FAULTS, Traffic
from simulator.world import World
from tests.end_to_end.city import City, running_city

TUESDAY_US = 1_795_480_200_000_000  # 2026-11-24T08:30:00+08:00
STEP_US = 20_000_000
STEPS = 40
LEARNED_WITHIN_S = 75.0
EXACT_STYLES = {"movements", "changes", "bays"}
pytestmark = [pytest.mark.slow, pytest.mark.timeout(180)]


@pytest.fixture(scope="module")
def city(tmp_path_factory: pytest.TempPathFactory) -> Iterator[City]:
    with running_city(tmp_path_factory.mktemp("e2e") / "city", "--clock", "manual") as started:
        yield started


@pytest.fixture(scope="module")
def world(city: City, tmp_path_factory: pytest.TempPathFactory) -> World:
    """A quarter of an hour of a Tuesday morning, every report sent through the public API."""
    town = jinan(seed=4, size=60)
    admin = city.key("admin")
    operators = sorted({lot.operator.operator_id for lot in town.lots})
    with ExitStack() as stack:
        boss = stack.enter_context(CityClient(city.url, admin))
        boss.move_clock(rfc3339(TUESDAY_US, "UTC"))
        register(boss, town)
        doors = {
            operator: stack.enter_context(CityClient(city.url, city.key("operator", operator)))
            for operator in operators
        }
        world = World(town, TUESDAY_US, "Asia/Shanghai")
        with Ledger(tmp_path_factory.mktemp("ledger") / "ledger.jsonl", town) as ledger:
            traffic = Traffic(world, ledger)
            for step in range(1, STEPS + 1):
                now_us = TUESDAY_US + step * STEP_US
                boss.move_clock(rfc3339(now_us, "UTC"))
                for operator, reports in traffic.tick(now_us).items():
                    results = doors[operator].report(reports)
                    assert {result["status"] for result in results} == {"accepted"}, results
    return world


def register(boss: CityClient, town: Jinan) -> None:
    for feature in lots_geojson(town)["features"]:
        properties = dict(feature["properties"])
        lon, lat = feature["geometry"]["coordinates"]
        lot_id = properties.pop("lot_id")
        del properties["area_code"]  # no districts were imported here
        boss.put_lot(lot_id, properties | {"lat": lat, "lon": lon})


def test_lots_whose_feed_tells_everything_show_the_true_counts(city: City, world: World) -> None:
    """Feeds of changes alone count as live once the worker has learned that they are such."""
    miscounting = first_of_style(world, dict(SINGLE_FAULTS)["miscounting"])
    truth = {
        lot.lot_id: {name: one.free for name, one in spaces.items()}
        for lot, spaces in zip(world.city.lots, world.spaces, strict=True)
        if lot.operator.style in EXACT_STYLES and lot.lot_id != miscounting
    }
    assert len(truth) >= 20
    deadline_s = time.monotonic() + LEARNED_WITHIN_S
    with city.client() as http:
        while (shown := {lot_id: by_class(http, lot_id) for lot_id in truth}) != truth:
            assert time.monotonic() < deadline_s, [
                (lot_id, shown[lot_id], truth[lot_id])
                for lot_id in truth
                if shown[lot_id] != truth[lot_id]
            ]
            time.sleep(1.0)


def by_class(http: httpx.Client, lot_id: str) -> dict[str, int | None]:
    classes = http.get(f"/v1/lots/{lot_id}").json()["availability"]["by_class"]
    return {name: shown["free"] for name, shown in classes.items()}


def test_no_lot_is_shown_with_more_free_than_it_has(city: City, world: World) -> None:
    with city.client() as http:
        for lot in world.city.lots:
            for name, shown in (
                http.get(f"/v1/lots/{lot.lot_id}").json()["availability"]["by_class"].items()
            ):
                if shown["free"] is not None:
                    assert 0 <= shown["low"] <= shown["free"] <= shown["high"] <= lot.capacity[name]


def first_of_style(world: World, style: str) -> str:
    return next(lot.lot_id for lot in world.city.lots if lot.operator.style == style)

"""Processes die while reports flow: nothing acknowledged is missing, and every page ends right."""

import os
import signal
import time
from collections import Counter
from collections.abc import Iterator

import pytest
import redis

from tests.end_to_end.city import City, running_city
from tests.end_to_end.live_client import LiveClient
from tests.end_to_end.reporting import Journal

LOTS = [f"op1-{number:03d}" for number in range(40)]
CENTRE = {"lat": 36.6512, "lon": 117.1201}
pytestmark = [pytest.mark.slow, pytest.mark.timeout(240)]


@pytest.fixture(scope="module")
def city(tmp_path_factory: pytest.TempPathFactory) -> Iterator[City]:
    with running_city(tmp_path_factory.mktemp("e2e") / "city") as started:
        yield started


@pytest.fixture(scope="module")
def key(city: City) -> str:
    made = city.key("operator", "op1")
    with city.client(made) as http:
        for number, lot_id in enumerate(LOTS):
            lot = {
                "name": f"Lot {number}",
                "lat": CENTRE["lat"] + number * 0.0002,
                "lon": CENTRE["lon"],
                "capacity": 100,
            }
            assert http.put(f"/v1/operator/lots/{lot_id}", json=lot).status_code == 201
    return made


def assert_nothing_is_missing(city: City, journal: Journal) -> None:
    rows = city.fetch(
        "select lot_id, record_serial from report_log join lot using (lot_key)"
        " where record_serial like 'j-%'"
    )
    stored = Counter((row["lot_id"], row["record_serial"]) for row in rows)
    assert not journal.acknowledged.keys() - stored.keys()
    assert not stored or stored.most_common(1)[0][1] == 1


def assert_shown(city: City, newest: dict[str, int], timeout_s: float = 45.0) -> None:
    """Every lot ends with the newest acknowledged count, in /v1/lots and in nearby."""
    deadline_s = time.monotonic() + timeout_s
    with city.client() as http:
        while True:
            answer = http.get("/v1/lots/nearby", params=CENTRE | {"radius_m": 5000, "limit": 100})
            shown = {
                lot["lot_id"]: lot["availability"]["free"]
                for lot in answer.json().get("results", [])
            }
            wrong = {
                lot_id: shown.get(lot_id)
                for lot_id in newest
                if shown.get(lot_id) != newest[lot_id]
            }
            if not wrong or time.monotonic() > deadline_s:
                assert not wrong
                return
            time.sleep(0.2)


@pytest.fixture(autouse=True)
def empty_log(city: City, key: str) -> None:
    city.fetch("delete from report_log")


@pytest.mark.parametrize("victim", ["serve", "work", "valkey-server", "postgres"])
def test_a_process_dies_by_kill_9_and_nothing_acknowledged_is_missing(
    city: City, key: str, victim: str
) -> None:
    with Journal(city, key, LOTS) as journal:
        time.sleep(1.0)
        os.kill(city.children()[victim], signal.SIGKILL)
        time.sleep(3.0)
    city.wait_until_ready()
    assert len(journal.acknowledged) > 100
    assert_nothing_is_missing(city, journal)
    assert_shown(city, journal.newest)


def test_an_emptied_redis_is_rebuilt_and_an_open_page_ends_right(city: City, key: str) -> None:
    with LiveClient(city.url, CENTRE, radius_m=5000) as page:
        epoch = page.epoch
        with Journal(city, key, LOTS) as journal:
            time.sleep(1.0)
            with redis.Redis.from_url(city.redis_url) as store:
                store.flushall()
            time.sleep(3.0)
        city.wait_until_ready()
        assert_nothing_is_missing(city, journal)
        assert_shown(city, journal.newest)
        page.wait_until(lambda: page.epoch != epoch and page.free() == journal.newest)

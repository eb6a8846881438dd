"""Live tests run on uvloop, as the server does; a small city, its hub and a client are at hand."""

import pytest
import uvloop

from api.live.hub import Hub
from tests.live.city import City, lot_at, row_of_lots
from tests.live.session_client import Client


def pytest_asyncio_loop_factories(config, item):
    return {"uvloop": uvloop.new_event_loop}


@pytest.fixture
def city() -> City:
    city = City([*row_of_lots(5), lot_at(9, None, None)])
    city.count(*((key, 10 * key) for key in (1, 2, 3, 4, 5, 9)))
    return city


@pytest.fixture
def hub(city: City) -> Hub:
    return Hub(city.replica)


@pytest.fixture
def client(hub: Hub, city: City) -> Client:
    return Client(hub, city)

"""One city for all who are hostile to it; each test brings an API process of its own."""

from collections.abc import Iterator
from dataclasses import dataclass

import pytest
import uvloop

from parking.storage.postgres.keys import PostgresKeys
from parking.storage.postgres.pool import PLATFORM, open_pool
from parking.storage.postgres.processes import wait_until_followed
from parking.storage.postgres.registry import PostgresRegistry
from tests.faults.kit.faulty_city import FaultyCity, faulty_city
from tests.services.city import draft
from tests.services.databases import run

LOTS = [f"op-{number:03d}" for number in range(150)]
CENTRE = {"lat": 36.65, "lon": 117.12}
STEP_DEG = 0.0005


def pytest_asyncio_loop_factories(config, item):
    return {"uvloop": uvloop.new_event_loop}


@dataclass(frozen=True, slots=True)
class Besieged:
    """The city, the key of the one who runs its lots, and the lots, in a row to the north."""

    parts: FaultyCity
    key: str
    lots: list[str]


@pytest.fixture(scope="session")
def besieged(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Besieged]:
    with faulty_city(tmp_path_factory.mktemp("besieged") / "city") as parts:
        yield Besieged(parts, run(_found(parts.stores.urls.database_url)), LOTS)


async def _found(database_url: str) -> str:
    """Register the lots, all at once; the key of the one who runs them."""
    lots = [
        draft(lot, CENTRE["lat"] + number * STEP_DEG, CENTRE["lon"])
        for number, lot in enumerate(LOTS)
    ]
    async with await open_pool(database_url) as pool:
        issued = await PostgresKeys(pool).create(PLATFORM, role="operator", operator_id="op")
        await PostgresRegistry(pool).put_lots(PLATFORM, lots)
        assert await wait_until_followed(pool)
    return issued.key

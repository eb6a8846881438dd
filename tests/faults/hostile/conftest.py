"""One city for all who are hostile to it; each test brings an API process of its own."""

from collections.abc import Iterator
from dataclasses import dataclass

import pytest
import uvloop

from tests.faults.kit.faulty_city import FaultyCity, faulty_city

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
        city = parts.city()
        key = city.key("operator", "op")
        with city.client(key) as http:
            for number, lot in enumerate(LOTS):
                place = CENTRE | {"lat": CENTRE["lat"] + number * STEP_DEG}
                facts = {"name": lot, "capacity": 100} | place
                http.put(f"/v1/operator/lots/{lot}", json=facts).raise_for_status()
        yield Besieged(parts, key, LOTS)

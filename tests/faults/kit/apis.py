"""More API processes on the stores of a city, of another build or with other settings."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace

from tests.faults.kit.builds import REAL, Build
from tests.faults.kit.faulty_city import FaultyCity, free_ports


@contextmanager
def apis_beside(
    city: FaultyCity,
    build: Build = REAL,
    *,
    number: int = 1,
    settings: Mapping[str, str] | None = None,
) -> Iterator[FaultyCity]:
    """Serve the city from more processes, `beside-0` and on; the view of it that they make up."""
    names = [f"beside-{place}" for place in range(number)]
    beside = replace(
        city,
        build=build,
        environment={**city.environment, **(settings or {})},
        ports=dict(zip(names, free_ports(number), strict=True)),
        running={},
    )
    try:
        for name in names:
            beside.start(name, "serve")
        beside.wait_until_ready()
        yield beside
    finally:
        for process in beside.running.values():
            process.terminate()
        for name in beside.running:
            beside.stop(name)

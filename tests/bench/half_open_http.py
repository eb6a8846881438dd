"""How much worse nearby is served by a process that thousands of half-open connections besiege.

Two processes of one city, side by side in one run: one besieged, one left alone.
"""

import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from urllib.parse import urlsplit

from tests.bench import jinan
from tests.bench.city import City, another_server, city_of
from tests.bench.figure import Figure, Goal
from tests.bench.live_http_p99 import PROBE_EVERY_S, probe
from tests.bench.load import CONNECTIONS, interleaved, load
from tests.bench.nearby_questions import PLACES, RADIUS_M, K, path_to
from tests.bench.percentiles import percentile_ms
from tests.bench.servers import PROJECT, STOP_S, Server, pin

LOTS = 5_000
HALF_OPEN = 2_000
ROUNDS, SPELL_S, WARM_UP_S = 5, 3, 4
PROBES = 600
HELD_SHARE = 0.9
SETTLED_S = 12.0
"""By then the first are cut and opened again, as they are from then on."""


def half_open_http() -> Iterator[Figure]:
    with ExitStack() as stack:
        city = stack.enter_context(city_of(LOTS))
        alone = stack.enter_context(another_server(city))
        for server in (city.server, alone):
            pin(server.process.pid, 0)
        paths = [path_to(place) for place in jinan.drivers(city.lats, city.lons, PLACES)]
        for server in (city.server, alone):
            load(server, paths, WARM_UP_S)
        stack.enter_context(besieged(city))
        time.sleep(SETTLED_S)
        pairs = [(city.server, paths), (alone, paths)]
        beside, without = interleaved(pairs, ROUNDS, SPELL_S)
        slow_ms, usual_ms = _p99_ms(city.server, alone, paths[0])
        assert _descriptors(city.server) - _descriptors(alone) > HELD_SHARE * HALF_OPEN
    said = (
        f"{HALF_OPEN} half-open connections: silent, slow heads, upgrades and bodies, a twentieth "
        f"oversized, each opened again when it is cut; {LOTS} lots, k={K}, {RADIUS_M:g} m; against "
        "another process of the same city without them"
    )
    yield Figure(
        "half_open_http.cpu", beside.cpu_us_per_request / without.cpu_us_per_request, "ratio",
        Goal("<=", 2.0, 1.2),
        f"{said}; {beside.cpu_us_per_request:.1f} µs against {without.cpu_us_per_request:.1f} µs "
        f"of server CPU a request, all it does for them included; wrk, {CONNECTIONS} connections; "
        f"median of {ROUNDS} interleaved rounds of {SPELL_S} s",
    )  # fmt: skip
    yield Figure(
        "half_open_http.p99", slow_ms / usual_ms, "ratio", Goal("<=", 2.0, 1.2),
        f"{said}; {slow_ms:.2f} ms against {usual_ms:.2f} ms; a question every "
        f"{PROBE_EVERY_S * 1e3:g} ms, {ROUNDS} interleaved rounds of {PROBES}",
    )  # fmt: skip


def _p99_ms(besieged: Server, alone: Server, path: str) -> tuple[float, float]:
    took_s: dict[str, list[float]] = {besieged.url: [], alone.url: []}
    for _ in range(ROUNDS):
        for url, so_far in took_s.items():
            so_far.extend(probe(_port(url), path, PROBES))
    return percentile_ms(took_s[besieged.url], 99), percentile_ms(took_s[alone.url], 99)


@contextmanager
def besieged(city: City) -> Iterator[None]:
    """Let a process of its own hold the half-open connections during the block."""
    module = ["-m", "tests.bench.half_open"]
    asked = [str(_port(city.server.url)), city.key, str(HALF_OPEN)]
    process = subprocess.Popen([sys.executable, *module, *asked], cwd=PROJECT)
    try:
        yield
        assert process.poll() is None, "the besiegers have gone"
    finally:
        process.terminate()
        process.wait(STOP_S)


def _descriptors(server: Server) -> int:
    return sum(1 for _ in Path(f"/proc/{server.process.pid}/fd").iterdir())


def _port(url: str) -> int:
    port = urlsplit(url).port
    assert port is not None
    return port

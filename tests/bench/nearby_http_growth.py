"""What a nearby answer costs our server, all of HTTP included, in a city ten times as large, and
where no lot has what is asked for, so that the search must look at all within the radius.

The radius is so wide that both cities fill nearly every answer.
"""

from collections.abc import Iterator
from contextlib import ExitStack

from tests.bench import jinan
from tests.bench.city import CAPACITY, city_of
from tests.bench.figure import Figure, Goal
from tests.bench.load import CONNECTIONS, interleaved, load
from tests.bench.nearby_questions import PLACES, K, checked, path_to
from tests.bench.servers import pin

SIZES = (5_000, 50_000)
RADIUS_M = 3_000.0
CHECKED, ROUNDS, SPELL_S, WARM_UP_S = 100, 5, 3, 6


def nearby_http_growth() -> Iterator[Figure]:
    asked, sizes = [], []
    with ExitStack() as stack:
        # The largest first: a count is good for five minutes, and it takes the longest to tell.
        for size in sorted(SIZES, reverse=True):
            city = stack.enter_context(city_of(size))
            places = jinan.drivers(city.lats, city.lons, PLACES)
            sizes.insert(0, checked(city.server, city, places[:CHECKED], RADIUS_M))
            asked.insert(0, (city.server, [path_to(place, RADIUS_M) for place in places]))
        for server, paths in asked:
            pin(server.process.pid, 0)
            load(server, paths, WARM_UP_S)
        server, paths = asked[-1]
        asked.append((server, [f"{path}&min_free={CAPACITY + 1}" for path in paths]))
        small, large, full = interleaved(asked, ROUNDS, SPELL_S)
    costs_us = [spell.cpu_us_per_request for spell in (small, large, full)]
    where = (
        f"k={K}, {RADIUS_M:g} m, {PLACES} places where lots are dense; wrk, {CONNECTIONS} "
        f"connections; median of {ROUNDS} interleaved rounds of {SPELL_S} s"
    )
    yield Figure(
        "nearby_http_growth.50k_vs_5k", costs_us[1] / costs_us[0], "ratio", Goal("<=", 2.0, 1.4),
        f"{costs_us[0]:.1f} / {costs_us[1]:.1f} µs of server CPU a request at 5k/50k lots, bodies "
        f"of {sizes[0]} / {sizes[1]} B; {where}",
    )  # fmt: skip
    yield Figure(
        "nearby_http_growth.all_full", costs_us[2] / costs_us[1], "ratio", Goal("<=", 2.0, 1.4),
        f"{costs_us[2]:.1f} µs against {costs_us[1]:.1f} µs at {SIZES[-1]} lots, none of which "
        f"has enough free, so that all within the radius are looked at; {where}",
    )  # fmt: skip

"""Whether a message gets dearer when ten times as many clients are told."""

from collections.abc import Iterator
from statistics import median

from tests.bench.broadcasters import Ours
from tests.bench.figure import Figure, Goal
from tests.bench.live_city import live_city, view
from tests.bench.live_fanout import RATE, SPELL, attended
from tests.bench.servers import pin

SIZES = (100, 1_000, 10_000)
ROUNDS = 3


def live_growth() -> Iterator[Figure]:
    costs_us = []
    with live_city() as city, city.client() as client:
        pin(city.serve_pid, 0)
        crowd = Ours(city, client, [view(float(city.lats[0]), float(city.lons[0]))])
        for size in SIZES:
            with attended(crowd, size) as turn:
                turn()
                spells = [turn() for _ in range(ROUNDS)]
            costs_us.append(median(one.cpu_us / one.messages for one in spells))
    yield Figure(
        "live_growth.10k_vs_1k", costs_us[2] / costs_us[1], "ratio by CPU", Goal("<=", 1.2, 1.0),
        f"{' / '.join(f'{cost:.1f}' for cost in costs_us)} µs a message at "
        f"{' / '.join(map(str, SIZES))} clients of one view, {RATE} messages a second, with "
        f"taking the reports; median of {ROUNDS} spells of {SPELL} messages; the target is our own",
    )  # fmt: skip

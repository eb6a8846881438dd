"""What clients that stop reading cost the others, and how soon they are dropped.

They watch the whole city, so that they are owed as much as a client may be.
"""

import time
from collections.abc import Iterator

from tests.bench.audience import Audience, audience
from tests.bench.figure import Figure, Goal
from tests.bench.live_city import LiveCity, live_city
from tests.bench.percentiles import percentile_ms
from tests.bench.traffic import traffic

CLIENTS, TIMED = 1_000, 200
REPORTS_PER_S, PER_BODY = 500, 20
WARM_UP_S, SPELL_S = 3.0, 12.0
PATIENCE_S = 90.0
EVERYTHING = {"type": "watch", "id": "a", "bbox": [116.0, 36.0, 118.0, 37.5]}


def live_stalled() -> Iterator[Figure]:
    with live_city() as city:
        views = city.views(CLIENTS)
        with audience(city.port, CLIENTS, views, timed=TIMED, processor=None) as readers:
            readers.wait_until_ready()
            with traffic(city, REPORTS_PER_S, PER_BODY):
                time.sleep(WARM_UP_S)
                alone_ms = _p99_ms(readers)
                beside = {size: _beside(city, readers, size) for size in (1, 100)}
            assert readers.seen().ready == CLIENTS
    for size, (p99_ms, dropped_s) in beside.items():
        goals = (Goal("<=", 50, 50), Goal("<=", 15, 15))
        if size > 1:  # of which only the moonshot speaks
            goals = (Goal("<=", None, 50), Goal("<=", None, 15))
        said = (
            f"{size} beside {CLIENTS} readers at {REPORTS_PER_S} reports/s, the stalled ones "
            f"watching the whole city"
        )
        yield Figure(
            f"live_stalled.added_p99_{size}", p99_ms - alone_ms, "ms", goals[0],
            f"readers' p99 from report to client {p99_ms:.0f} ms against {alone_ms:.0f} ms "
            f"without; {said}; {SPELL_S:g} s each",
        )  # fmt: skip
        yield Figure(
            f"live_stalled.dropped_{size}", dropped_s, "s", goals[1],
            f"from the last read to the last one dropped; {said}",
        )  # fmt: skip


def _p99_ms(readers: Audience) -> float:
    readers.delays_s()
    time.sleep(SPELL_S)
    return percentile_ms(readers.delays_s(), 99)


def _beside(city: LiveCity, readers: Audience, size: int) -> tuple[float, float]:
    """Let so many stop; gives the readers' p99 and the seconds until all are dropped."""
    with audience(city.port, size, [EVERYTHING], processor=None) as stalled:
        stalled.wait_until_ready()
        stalled.stop_reading()
        began_s = time.monotonic()
        readers.delays_s()
        while stalled.seen().gone < size:
            assert time.monotonic() - began_s < PATIENCE_S, stalled.seen()
            time.sleep(0.05)
        dropped_s = time.monotonic() - began_s
        time.sleep(max(0.0, SPELL_S - dropped_s))
        return percentile_ms(readers.delays_s(), 99), dropped_s

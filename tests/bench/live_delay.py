"""How long a report takes from its sending to the clients that watch its lot, through everything:
HTTP, the log's commit with fsync, the projection, the replica, the tick, the socket."""

import time
from collections.abc import Iterator

from tests.bench.audience import audience
from tests.bench.figure import Figure, Goal
from tests.bench.live_city import LOTS, RADIUS_M, live_city
from tests.bench.percentiles import percentile_ms
from tests.bench.traffic import traffic

CLIENTS, TIMED = 1_000, 100
REPORTS_PER_S, PER_BODY = 2_000, 20
WARM_UP_S, SPELL_S = 3, 20


def live_delay() -> Iterator[Figure]:
    with live_city() as city:
        views = city.views(CLIENTS)
        with audience(city.port, CLIENTS, views, timed=TIMED, processor=None) as clients:
            clients.wait_until_ready()
            with traffic(city, REPORTS_PER_S, PER_BODY) as sent:
                time.sleep(WARM_UP_S)
                clients.delays_s()
                sent.waits_s.clear()
                before, sent_before, cpu_before_s = clients.seen(), sent.reports, city.cpu_s()
                time.sleep(SPELL_S)
                delays_s, after = clients.delays_s(), clients.seen()
                busy = (city.cpu_s() - cpu_before_s) / SPELL_S
                rate = (sent.reports - sent_before) / SPELL_S
            assert after.ready == CLIENTS
    yield Figure(
        "live_delay", percentile_ms(delays_s, 99), "ms", Goal("<=", 500, 250),
        f"p99 of {len(delays_s)} news at {TIMED} of {CLIENTS} clients, from before the POST is "
        f"made; median {percentile_ms(delays_s, 50):.0f} ms, longest {max(delays_s) * 1e3:.0f} ms, "
        f"acknowledgement p99 {percentile_ms(sent.waits_s, 99):.0f} ms; "
        f"{rate:.0f} reports/s, {PER_BODY} a body, from {LOTS} lots; own views of {RADIUS_M} m, "
        f"{(after.messages - before.messages) / SPELL_S:.0f} messages/s, for which the server "
        f"takes {busy:.0%} of a processor; `onelot up` with fsync, work and the load on the same "
        f"processors",
    )  # fmt: skip

"""The benches of the live channel, by name."""

from collections.abc import Callable, Iterator

from tests.bench.figure import Figure
from tests.bench.live_delay import live_delay
from tests.bench.live_fanout import live_fanout
from tests.bench.live_growth import live_growth
from tests.bench.live_http_p99 import live_http_p99
from tests.bench.live_memory import live_memory
from tests.bench.live_reconnect import live_reconnect
from tests.bench.live_stalled import live_stalled

LIVE_BENCHES: dict[str, Callable[[], Iterator[Figure]]] = {
    "live_fanout": live_fanout,
    "live_memory": live_memory,
    "live_http_p99": live_http_p99,
    "live_delay": live_delay,
    "live_stalled": live_stalled,
    "live_growth": live_growth,
    "live_reconnect": live_reconnect,
}

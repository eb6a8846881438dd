"""`python -m tests.bench [ONLY…]` measures and prints one JSON line per figure; `--table FILE`
turns such lines into the table of docs/performance.md."""

import argparse
import signal
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

from tests.bench.booking_race import booking_race_p99_ms
from tests.bench.figure import Figure
from tests.bench.half_open_http import half_open_http
from tests.bench.ingest.acknowledgement import ack_p99
from tests.bench.ingest.against_rivals import ingest_vs
from tests.bench.ingest.growth import ingest_growth
from tests.bench.ingest.share import ingest_share
from tests.bench.live import LIVE_BENCHES
from tests.bench.nearby_http_growth import nearby_http_growth
from tests.bench.nearby_http_share import nearby_http_share
from tests.bench.nearby_index_growth import nearby_index_growth
from tests.bench.nearby_vs_rivals import nearby_vs_geosearch, nearby_vs_postgis
from tests.bench.planning.dashboards import planning_dashboard
from tests.bench.planning.historian import planning_disk, planning_historian
from tests.bench.planning.loading import planning_load
from tests.bench.redis_rebuild import redis_rebuild
from tests.bench.table import write_table

BENCHES: dict[str, Callable[[], Iterator[Figure]]] = {
    "nearby_index_growth": nearby_index_growth,
    "nearby_http_share": nearby_http_share,
    "nearby_http_growth": nearby_http_growth,
    "nearby_vs_postgis": nearby_vs_postgis,
    "nearby_vs_geosearch": nearby_vs_geosearch,
    "half_open_http": half_open_http,
    "redis_rebuild": redis_rebuild,
    "ingest_share": ingest_share,
    "ingest_vs": ingest_vs,
    "ack_p99": ack_p99,
    "ingest_growth": ingest_growth,
    "booking_race_p99_ms": booking_race_p99_ms,
    "planning_dashboard": planning_dashboard,
    "planning_load": planning_load,
    "planning_historian": planning_historian,
    "planning_disk": planning_disk,
    **LIVE_BENCHES,
}
"""Each may yield several figures whose names begin with its own."""


def main() -> int:
    signal.signal(signal.SIGTERM, _end)
    parser = argparse.ArgumentParser(prog="tests.bench", description=__doc__)
    parser.add_argument("only", nargs="*", help=f"of {', '.join(BENCHES)}; all if none is named")
    parser.add_argument("--table", type=Path, metavar="FILE", help="lines to show in the page")
    asked = parser.parse_args()
    if asked.table:
        write_table(asked.table)
        return 0
    unknown = set(asked.only) - set(BENCHES)
    if unknown:
        parser.error(f"no such bench: {', '.join(sorted(unknown))}")
    for name in asked.only or BENCHES:
        for figure in BENCHES[name]():
            sys.stdout.write(figure.as_line() + "\n")
            sys.stdout.flush()
    return 0


def _end(number: int, _frame: object) -> None:
    """Leave every block on the way out: whatever a bench has started ends with it."""
    sys.exit(128 + number)


if __name__ == "__main__":
    sys.exit(main())

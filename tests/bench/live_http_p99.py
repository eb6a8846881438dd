"""How long other requests of the process wait while it tells thousands of clients something."""

import socket
import time
from collections.abc import Iterator

from tests.bench.audience import audience
from tests.bench.figure import Figure, Goal
from tests.bench.live_city import live_city, view
from tests.bench.percentiles import percentile_ms
from tests.bench.servers import pin
from tests.bench.traffic import traffic

CLIENTS, RATE = 5_000, 4
PROBES, PROBE_EVERY_S = 4_000, 0.005
NEARBY = "/v1/lots/nearby?lat={}&lon={}&radius_m=1000&limit=20"


def live_http_p99() -> Iterator[Figure]:
    with live_city() as city:
        pin(city.serve_pid, 0)
        place = float(city.lats[0]), float(city.lons[0])
        path = NEARBY.format(*place)
        quiet = probe(city.port, path)
        with audience(city.port, CLIENTS, [view(*place)]) as clients:
            clients.wait_until_ready()
            before = clients.seen().messages
            with traffic(city, RATE, 1, lots=[0]):
                began_s = time.monotonic()
                busy = probe(city.port, path)
                spent_s = time.monotonic() - began_s
            rate = (clients.settle().messages - before) / spent_s
    p99, alone = percentile_ms(busy, 99), percentile_ms(quiet, 99)
    yield Figure(
        "live_http_p99", p99, "ms", Goal("<=", 20, 5),
        f"GET {path.partition('?')[0]} every {PROBE_EVERY_S * 1e3:g} ms while {CLIENTS} clients "
        f"get {RATE} messages a second ({rate:.0f} messages/s in all); median "
        f"{percentile_ms(busy, 50):.2f} ms, longest {max(busy) * 1e3:.1f} ms; p99 without "
        f"websockets {alone:.2f} ms",
    )  # fmt: skip


def probe(port: int, path: str, probes: int = PROBES) -> list[float]:
    """Ask at fixed moments over one connection; a late answer delays the count, not the next."""
    request = f"GET {path} HTTP/1.1\r\nhost: 127.0.0.1\r\n\r\n".encode()
    times_s = []
    with socket.create_connection(("127.0.0.1", port)) as connection:
        connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        due_s = time.monotonic()
        for _ in range(probes):
            due_s += PROBE_EVERY_S
            time.sleep(max(0.0, due_s - time.monotonic()))
            connection.sendall(request)
            _read_answer(connection)
            # From when it was due: a wait must not hide the requests that would have come in it.
            times_s.append(time.monotonic() - due_s)
    return times_s


def _read_answer(connection: socket.socket) -> None:
    answer = b""
    while b"\r\n\r\n" not in answer:
        answer += connection.recv(65_536)
    head, _, body = answer.partition(b"\r\n\r\n")
    assert head.startswith(b"HTTP/1.1 200"), head
    size = int(head.lower().partition(b"content-length: ")[2].split(b"\r\n")[0])
    while len(body) < size:
        body += connection.recv(65_536)

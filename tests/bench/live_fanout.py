"""What one message of a fan-out costs the server, against nginx nchan and a bare C `send()` loop.

Ours is the city as shipped, with pings, deadlines and limits on. It hears of each message by a
report; what taking the same reports costs it before anybody is connected is left out of the ratio
and printed beside it. All servers keep their clients connected throughout, and speak in turn.
"""

import sys
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from statistics import median

from tests.bench.audience import Audience, audience
from tests.bench.broadcasters import NO_NCHAN, Broadcaster, Ours, has_nchan, nchan, send_loop
from tests.bench.figure import Figure, Goal
from tests.bench.live_city import live_city, view
from tests.bench.servers import pin

SIZES = (1_000, 5_000)
RATE, SPELL, ROUNDS = 4, 12, 5
"""Messages a second, messages a spell."""
DELIVERED_S = 0.6


@dataclass(frozen=True, slots=True)
class Spell:
    """What one server's turn came to."""

    messages: int
    cpu_us: float
    message_bytes: float


def live_fanout() -> Iterator[Figure]:
    with live_city() as city, city.client() as client:
        pin(city.serve_pid, 0)
        crowd = Ours(city, client, [view(float(city.lats[0]), float(city.lons[0]))])
        for size in SIZES:
            yield from _against_others(crowd, size)


def _against_others(ours: Ours, size: int) -> Iterator[Figure]:
    reports_us = median(_spell_cpu_us(ours) for _ in range(ROUNDS))
    with attended(ours, size) as turn:
        message_bytes = round(turn().message_bytes)
    with ExitStack() as stack:
        floor = stack.enter_context(send_loop(message_bytes))
        others = [stack.enter_context(nchan(message_bytes))] if has_nchan() else []
        turns = [stack.enter_context(attended(one, size)) for one in (ours, floor, *others)]
        whole, *costs = in_turns(turns, ROUNDS)
    cost = whole - reports_us / SPELL / size
    said = (
        f"{whole:.2f} µs with taking the reports; {size} clients of one view, {message_bytes} B a "
        f"message, {RATE} messages a second, all guards on; server and clients on a processor "
        f"each; median of {ROUNDS} interleaved rounds of {SPELL} messages"
    )
    yield Figure(
        f"live_fanout.c_{size}", cost / costs[0], "ratio by CPU", Goal("<=", 1.8, 1.4),
        f"{cost:.2f} µs a message against {costs[0]:.2f} of {floor.name}; {said}",
    )  # fmt: skip
    if not others:
        sys.stderr.write(f"live_fanout.nchan_{size}: skipped, {NO_NCHAN}\n")
        return
    yield Figure(
        f"live_fanout.nchan_{size}", cost / costs[1], "ratio by CPU", Goal("<=", 1.2, 1.0),
        f"{cost:.2f} µs a message against {costs[1]:.2f} of {others[0].name}; {said}",
    )  # fmt: skip


@contextmanager
def attended(server: Broadcaster, size: int) -> Iterator[Callable[[], Spell]]:
    """Give a server its audience; yields what lets it have its turn."""
    with audience(server.port, size, server.watches, path=server.path) as clients:
        clients.wait_until_ready()
        yield lambda: take_turn(server, clients)


def take_turn(server: Broadcaster, clients: Audience) -> Spell:
    """Let it speak for a spell; every message must reach every client."""
    before = clients.settle()
    cpu_us = _spell_cpu_us(server)
    after = clients.settle()
    messages = after.messages - before.messages
    # Of ours, two reports that meet in one late tick are one message.
    assert messages >= SPELL * clients.count / 2, (server.name, before, after)
    return Spell(messages, cpu_us, (after.message_bytes - before.message_bytes) / messages)


def _spell_cpu_us(server: Broadcaster) -> float:
    """CPU from the first message until a while after the last, when it has reached all."""
    before_s = server.cpu_s()
    for _ in range(SPELL):
        server.tell()
        time.sleep(1 / RATE)
    time.sleep(DELIVERED_S)
    return (server.cpu_s() - before_s) * 1e6


def in_turns(turns: list[Callable[[], Spell]], rounds: int) -> list[float]:
    """µs a message of each, median over rounds in which all have their turn."""
    spells = [[turn() for turn in turns] for _ in range(rounds)]
    return [median(one.cpu_us / one.messages for one in of) for of in zip(*spells, strict=True)]

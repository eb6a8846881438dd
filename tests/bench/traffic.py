"""Traffic: a steady stream of reports from every lot of a city, sent in the background."""

import random
import threading
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field

from tests.bench.live_city import LiveCity

SENDERS = 16


@dataclass(slots=True)
class Sent:
    """How many reports have been acknowledged so far, and how long each body took."""

    reports: int = 0
    waits_s: list[float] = field(default_factory=list)


@contextmanager
def traffic(
    city: LiveCity, reports_per_s: int, per_body: int, *, lots: Sequence[int] | None = None
) -> Iterator[Sent]:
    """Report at this rate while the block runs, each body from lots drawn anew."""
    stopping, sent = threading.Event(), Sent()
    lots = lots or range(city.lats.size)
    senders = min(SENDERS, reports_per_s // per_body)
    every_s = senders * per_body / reports_per_s

    def send(seed: int) -> None:
        draw = random.Random(seed)
        due_s = time.monotonic() + every_s * seed / senders
        with city.client() as client:
            while not stopping.wait(max(0.0, due_s - time.monotonic())):
                began_s = time.monotonic()
                city.report(client, draw.sample(lots, per_body))
                sent.waits_s.append(time.monotonic() - began_s)
                sent.reports += per_body
                due_s += every_s

    with ThreadPoolExecutor(senders) as pool:
        work = [pool.submit(send, seed) for seed in range(senders)]
        try:
            yield sent
        finally:
            stopping.set()
        for one in work:
            one.result()

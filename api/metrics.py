"""Metrics of the HTTP door, each documented in docs/metrics.md. No label holds a caller.

Counted in plain numbers, because a hot path counts tens of thousands a second, and told to
Prometheus when it asks.
"""

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator
from itertools import accumulate
from typing import Final

from prometheus_client import CollectorRegistry
from prometheus_client.core import CounterMetricFamily, HistogramMetricFamily, Metric
from prometheus_client.registry import Collector

BUCKETS_S: Final = (0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1.0, 2.0, 5.0)
_BOUNDS: Final = [*map(str, BUCKETS_S), "+Inf"]


class RouteCount:
    """What one method and route template has answered so far."""

    __slots__ = ("_buckets", "_seconds", "statuses")

    def __init__(self) -> None:
        self.statuses: Counter[int] = Counter()
        self._buckets = [0] * len(_BOUNDS)
        self._seconds = 0.0

    def add(self, status: int, took_s: float) -> None:
        self.statuses[status] += 1
        self._buckets[bisect_left(BUCKETS_S, took_s)] += 1
        self._seconds += took_s

    def histogram(self) -> tuple[list[tuple[str, float]], float]:
        """Return the buckets as Prometheus counts them, each with all below it, and the sum."""
        return list(zip(_BOUNDS, accumulate(map(float, self._buckets)), strict=True)), self._seconds


class HttpMetrics(Collector):
    """Requests by route template, never by path: a path may hold what a person typed."""

    def __init__(self, registry: CollectorRegistry) -> None:
        self._routes: dict[tuple[str, str], RouteCount] = {}
        self.limited = 0
        registry.register(self)

    def route(self, method: str, route: str) -> RouteCount:
        """Return what counts this route; a hot path keeps it."""
        key = (method, route)
        if key not in self._routes:
            self._routes[key] = RouteCount()
        return self._routes[key]

    def collect(self) -> Iterator[Metric]:
        requests = CounterMetricFamily(
            "onelot_http_requests", "HTTP requests answered", labels=["method", "route", "status"]
        )
        seconds = HistogramMetricFamily(
            "onelot_http_request_seconds",
            "Time from the request's head to the end of the answer",
            labels=["method", "route"],
        )
        for (method, route), count in self._routes.items():
            for status, answered in count.statuses.items():
                requests.add_metric([method, route, str(status)], answered)
            buckets, total_s = count.histogram()
            seconds.add_metric([method, route], buckets, total_s)
        yield requests
        yield seconds
        limited = CounterMetricFamily(
            "onelot_http_limited", "Requests refused for their address's rate"
        )
        limited.add_metric([], self.limited)
        yield limited

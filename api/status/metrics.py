"""Metrics of the replica and the city it holds, read when asked. Names: docs/metrics.md."""

import asyncio
import sys
from collections.abc import Iterator

from prometheus_client import CollectorRegistry
from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily, Metric
from prometheus_client.registry import Collector

from api.status.eviction import EvictionWatch
from api.status.health import FRESHNESSES, HealthWatch
from api.status.verdicts import VerdictWatch
from parking.checking.verdict import RULES


class CityMetrics(Collector):
    """One per process; what it tells is this process's own view."""

    def __init__(
        self,
        watch: HealthWatch,
        eviction: EvictionWatch,
        verdicts: VerdictWatch,
        registry: CollectorRegistry,
    ) -> None:
        self._watch = watch
        self._verdicts = verdicts
        self._eviction = eviction
        registry.register(self)

    def collect(self) -> Iterator[Metric]:
        watch, health = self._watch, self._watch.health()
        lots = GaugeMetricFamily(
            "onelot_lots", "Lots by freshness of their newest figure", labels=["freshness"]
        )
        for name in FRESHNESSES:
            lots.add_metric([name], health.lots[name])
        yield lots
        yield self._standing()
        yield GaugeMetricFamily("onelot_lots_closed", "Lots closed now", value=health.closed)
        with_lots = sum(bool(feed.lots) for feed in health.feeds)
        yield GaugeMetricFamily("onelot_feeds", "Feeds with a lot", value=with_lots)
        yield GaugeMetricFamily(
            "onelot_replica_lag_seconds",
            "Time since this process was last in step with the projection, 0 while it is",
            value=watch.follower.lag_ms() / 1_000,
        )
        yield GaugeMetricFamily(
            "onelot_replica_ready", "1 while complete and in step", value=watch.follower.is_ready
        )
        yield GaugeMetricFamily(
            "onelot_redis_evicts",
            "1 while Redis would throw live state away when its memory is full",
            value=self._eviction.evicts,
        )
        yield CounterMetricFamily(
            "onelot_replica_changes", "Register changes taken in", value=watch.follower.changes
        )
        yield CounterMetricFamily(
            "onelot_replica_loads",
            "Times partitions were loaded afresh",
            value=watch.follower.reloads,
        )
        yield GaugeMetricFamily(
            "onelot_registry_version",
            "The registry's version this process has taken in",
            value=watch.replica.directory.version,
        )
        yield GaugeMetricFamily(
            "onelot_process_tasks",
            "Works begun in this process's loop and not ended",
            value=len(asyncio.all_tasks()),
        )
        yield GaugeMetricFamily(
            "onelot_process_memory_blocks",
            "Python's memory blocks in use; they tell of a leak before the resident memory does",
            value=sys.getallocatedblocks(),
        )

    def _standing(self) -> Metric:
        verdicts = GaugeMetricFamily(
            "onelot_verdicts", "Verdicts of self-checking that stand", labels=["rule"]
        )
        standing = self._verdicts.by_rule()
        for rule in RULES:
            verdicts.add_metric([rule], standing[rule])
        return verdicts

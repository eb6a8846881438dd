"""Metrics of the stores, the worker, the disk and this process. Names: docs/metrics.md."""

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from prometheus_client import CollectorRegistry, ProcessCollector
from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily, Metric
from prometheus_client.registry import Collector

from api.status.stores import StoreWatch
from parking.storage.postgres.health import CheckingHealth, PostgresHealth, WorkerHealth
from parking.storage.redis.health import RedisHealth

PREFIX: Final = "onelot"


class StoreMetrics(Collector):
    """What the last look found; a store that did not answer has no figure but that."""

    def __init__(self, watch: StoreWatch, registry: CollectorRegistry, data_dir: Path) -> None:
        self._watch = watch
        self._data_dir = data_dir
        registry.register(self)
        ProcessCollector(namespace=PREFIX, registry=registry)

    def collect(self) -> Iterator[Metric]:
        postgres, redis = self._watch.postgres, self._watch.redis
        answers = GaugeMetricFamily(
            "onelot_store_up", "1 where the store answered at the last look", labels=["store"]
        )
        answers.add_metric(["postgresql"], postgres is not None)
        answers.add_metric(["redis"], redis is not None)
        yield answers
        if redis is not None:
            yield from _of_redis(redis)
        if postgres is not None:
            yield from _of_postgres(postgres)
            yield _gauge(
                "onelot_clock_skew_seconds",
                "This machine's clock ahead of the database's",
                self._watch.clock_skew_s,
            )
            yield from _of_worker(postgres.worker)
        yield from _of_disk(self._data_dir)


def _of_redis(redis: RedisHealth) -> Iterator[Metric]:
    yield _gauge("onelot_redis_memory_bytes", "Memory Redis uses", redis.memory_bytes)
    yield _gauge(
        "onelot_redis_memory_limit_bytes", "Its maxmemory, 0 for none", redis.memory_limit_bytes
    )
    yield CounterMetricFamily(
        "onelot_redis_evicted_keys", "Keys it dropped by itself", value=redis.evicted_keys
    )
    yield _gauge(
        "onelot_redis_aof_failing", "1 while it cannot write its own file", redis.aof_failing
    )


def _of_postgres(postgres: PostgresHealth) -> Iterator[Metric]:
    yield _gauge("onelot_postgres_connections", "Clients connected", postgres.connections)
    yield _gauge(
        "onelot_postgres_connections_limit", "Its max_connections", postgres.connections_limit
    )
    yield _gauge("onelot_postgres_size_bytes", "Size of the city's database", postgres.size_bytes)
    yield _gauge("onelot_api_processes", "Serving processes that live", postgres.api_processes)
    if postgres.replica_lag_s is not None:
        yield _gauge(
            "onelot_postgres_replica_lag_seconds",
            "Replay lag of the slowest replica",
            postgres.replica_lag_s,
        )
    if postgres.backup_age_s is not None:
        yield _gauge(
            "onelot_backup_age_seconds", "Since the newest backup began", postgres.backup_age_s
        )


def _of_worker(worker: WorkerHealth | None) -> Iterator[Metric]:
    yield _gauge(
        "onelot_worker_leading",
        "1 while a worker leads",
        worker is not None and worker.is_leading,
    )
    if worker is not None:
        yield _gauge(
            "onelot_projector_lag_seconds",
            "How far the live projection may be behind the log",
            worker.lag_s,
        )
        yield CounterMetricFamily(
            "onelot_projector_rebuilds",
            "Times this leader rebuilt the live projection",
            value=worker.rebuilds,
        )
        if worker.checking is not None:
            yield from _of_checking(worker.checking)


def _of_checking(checking: CheckingHealth) -> Iterator[Metric]:
    yield _gauge(
        "onelot_checking_lag_seconds",
        "How far self-checking may be behind the log",
        checking.lag_s,
    )
    for name, told, value in (
        ("onelot_checking_reports", "Reports that self-checking has looked at", checking.reports),
        ("onelot_checking_faults", "Times a detector failed", checking.faults),
        ("onelot_checking_cpu_seconds", "Processor time of the detectors", checking.cpu_s),
    ):
        yield CounterMetricFamily(name, told, value=value)


def _of_disk(data_dir: Path) -> Iterator[Metric]:
    """The disk under the data folder; stores elsewhere have their own exporters."""
    if not data_dir.is_dir():
        return
    usage = shutil.disk_usage(data_dir)
    yield _gauge("onelot_disk_free_bytes", "Free on the data folder's disk", usage.free)
    yield _gauge("onelot_disk_size_bytes", "Size of that disk", usage.total)


def _gauge(name: str, told: str, value: float) -> GaugeMetricFamily:
    return GaugeMetricFamily(name, told, value=value)

"""What /metrics tells of the stores and the worker is what they are."""

from pathlib import Path

import pytest
from prometheus_client import CollectorRegistry

from api.status.store_metrics import StoreMetrics
from api.status.stores import StoreWatch
from parking.storage.postgres.pool import open_pool
from parking.storage.postgres.processes import report_process
from parking.storage.redis.projection import RedisProjection
from parking.storage.settings import StoreUrls

NOBODY_THERE = StoreUrls("postgresql://x@127.0.0.1:1/x", "redis://127.0.0.1:1")


class Figures:
    """The figures of one look; None for one that is not told."""

    def __init__(self, watch: StoreWatch, data_dir: Path) -> None:
        self._registry = CollectorRegistry()
        StoreMetrics(watch, self._registry, data_dir)

    def __call__(self, name: str, **labels: str) -> float | None:
        return self._registry.get_sample_value(f"onelot_{name}", labels)


@pytest.fixture
async def pool(postgres_url: str):
    async with await open_pool(postgres_url, max_size=2) as opened:
        yield opened


async def figures(pool, redis_url: str, data_dir: Path) -> Figures:
    projection = RedisProjection(redis_url)
    try:
        watch = StoreWatch(pool, projection)
        await watch.look()
    finally:
        await projection.aclose()
    return Figures(watch, data_dir)


async def test_stores_that_answer_tell_how_they_are(pool, redis_url: str, tmp_path: Path):
    told = await figures(pool, redis_url, tmp_path)
    assert told("store_up", store="postgresql") == told("store_up", store="redis") == 1
    assert told("postgres_connections") <= told("postgres_connections_limit")
    assert told("redis_memory_bytes") > 0
    assert abs(told("clock_skew_seconds")) < 1  # one machine, one clock
    assert 0 < told("disk_free_bytes") < told("disk_size_bytes")
    assert told("process_open_fds") < told("process_max_fds")


async def test_checking_that_is_off_has_no_figures_and_else_lags_as_its_worker_says(
    pool, redis_url: str, tmp_path: Path
):
    said = {"projector_lag_s": 1.0, "rebuilds": 0}
    await report_process(pool, "w", "work", 0, said)
    told = await figures(pool, redis_url, tmp_path)
    assert told("checking_lag_seconds") is None
    said |= {"checking_lag_s": 7.0, "checking_faults": 2, "checking_reports": 9}
    await report_process(pool, "w", "work", 0, said | {"checking_cpu_s": 0.5})
    told = await figures(pool, redis_url, tmp_path)
    assert 7 <= told("checking_lag_seconds") < 60
    assert (told("checking_faults_total"), told("checking_reports_total")) == (2, 9)
    assert told("checking_cpu_seconds_total") == 0.5


async def test_a_redis_that_is_away_has_no_figure_but_that(pool, tmp_path: Path):
    told = await figures(pool, NOBODY_THERE.redis_url, tmp_path)
    assert told("store_up", store="redis") == 0
    assert told("redis_memory_bytes") is None
    assert told("store_up", store="postgresql") == 1


async def test_a_worker_that_falls_silent_lags_more_and_more_and_leads_no_longer(
    pool, redis_url: str, tmp_path: Path
):
    told = await figures(pool, redis_url, tmp_path)
    assert told("worker_leading") == 0
    await report_process(pool, "w", "work", 0, {"projector_lag_s": 4.0, "rebuilds": 2})
    told = await figures(pool, redis_url, tmp_path)
    assert (told("worker_leading"), told("projector_rebuilds_total")) == (1, 2)
    assert 4 <= told("projector_lag_seconds") < 60
    await pool.execute("update process_status set seen_at = seen_at - interval '1 minute'")
    told = await figures(pool, redis_url, tmp_path)
    assert told("worker_leading") == 0
    assert told("projector_lag_seconds") >= 64

"""What may happen to Redis, each as a phase of a city under load."""

import time
from collections.abc import Iterator
from contextlib import contextmanager

import redis

from parking.storage.redis.errors import ProjectionAwayError, ProjectionLostError
from parking.storage.redis.projection import RedisProjection
from tests.faults import judge
from tests.faults.stage import Stage, rest, wait_for
from tests.services.databases import run

SLOW_S = 0.5
SLOW_FOR_S = FULL_FOR_S = 3.0


def frozen(stage: Stage, seconds: float = 30.0) -> None:
    """It hangs: acknowledgements go on, drivers see figures that grow old, processes can stop."""
    words = "Redis frozen"
    age_s = stage.age_s()
    with stage.city.frozen("valkey"):
        began_s = rest(1.0)
        judge.stop(stage, words, "serve-1", "work")
        time.sleep(max(began_s + seconds - time.monotonic(), 0))
        judge.reports(stage, words, began_s, status=200, within_s=judge.ACKNOWLEDGED_S)
        judge.reads(stage, words, began_s)
        judge.waits(stage, words, began_s)
        judge.age(stage, words, age_s, seconds / 2)
    judge.comeback(stage, words, "valkey", time.monotonic())
    stage.start_again("serve-1", "work")
    stage.wait_until_whole()


def slow(stage: Stage) -> None:
    """Every answer comes half a second late: nobody else does."""
    words = "Redis slow"
    stage.redis.delay_s = SLOW_S
    began_s = rest(SLOW_FOR_S)
    judge.reports(stage, words, began_s, status=200, within_s=judge.ACKNOWLEDGED_S)
    judge.reads(stage, words, began_s)
    judge.waits(stage, words, began_s)
    stage.redis.heal()
    judge.comeback(stage, words, "valkey", time.monotonic())


def full(stage: Stage) -> None:
    """Its memory is full: it keeps what it has, an alarm is raised, and space is all it needs."""
    words = "Redis full"
    alarm = 'onelot_ingest_live_failures_total{reason="full"}'
    before = stage.metric(alarm)
    with _client(stage) as client:
        keys = set(client.scan_iter("lot:*"))
        client.config_set("maxmemory", client.info("memory")["used_memory"] // 2)
        began_s = rest(FULL_FOR_S)
        gone = keys - set(client.scan_iter("lot:*"))
        if gone:
            stage.verdict.add("evicted", f"{len(gone)} of {len(keys)} keys of the live state")
        if stage.metric(alarm) == before:
            stage.verdict.add("silent", f"{words}: /metrics does not say so")
        client.config_set("maxmemory", 0)
    judge.reports(stage, words, began_s, status=200, within_s=judge.ACKNOWLEDGED_S)
    judge.reads(stage, words, began_s)
    judge.comeback(stage, words, "valkey", time.monotonic())


def emptied(stage: Stage) -> None:
    """FLUSHALL: it is rebuilt under a new epoch while reports go on."""
    with _rebuilt(stage, "Redis emptied"), _client(stage) as client:
        client.flushall()


def replaced(stage: Stage) -> None:
    """A new server with nothing in it takes its place."""
    with _rebuilt(stage, "Redis replaced"):
        stage.city.restart("valkey")


@contextmanager
def _rebuilt(stage: Stage, words: str) -> Iterator[None]:
    before, began_s = stage.epoch(), time.monotonic()
    yield
    wait_for(lambda: run(_epoch_of(stage)) is not None)
    if run(_epoch_of(stage)) == before:
        stage.verdict.add("epoch", f"{words}: what readers hold is continued by another history")
    else:
        wait_for(lambda: stage.epoch() != before)
    stage.note(f"{words}: followed again after, s", time.monotonic() - began_s)
    judge.comeback(stage, words, "valkey", time.monotonic())
    judge.reports(stage, words, began_s, status=200, within_s=judge.ACKNOWLEDGED_S)
    judge.reads(stage, words, began_s)


async def _epoch_of(stage: Stage) -> str | None:
    """The epoch that readers may trust, once there is one."""
    projection = RedisProjection(stage.city.stores.urls.redis_url)
    try:
        return await projection.epoch()
    except (ProjectionAwayError, ProjectionLostError):
        return None
    finally:
        await projection.aclose()


def _client(stage: Stage) -> redis.Redis:
    return redis.Redis.from_url(stage.city.stores.urls.redis_url)

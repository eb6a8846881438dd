"""A disk runs full, of both stores or of Redis alone: nothing acknowledged is lost, space heals."""

import errno
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
import redis

from parking.storage.embedded.binaries import find_live_server
from tests.faults import judge
from tests.faults.kit.builds import Build, Verdict, fault
from tests.faults.kit.images import disk
from tests.faults.stage import Stage, rest, settle, staged, wait_for

DISK_MB = 400
REDIS_DISK_MB = 16
ALARM = 'onelot_ingest_live_failures_total{reason="full"}'
FULL_FOR_S, REDIS_FULL_FOR_S = 5.0, 2.0
PATIENCE_S = 60.0
HASTY = Build(
    "acknowledge before commit", breaks="lost", program="tests.faults.weakened.acknowledges_first"
)
ALWAYS = Build("appendfsync always", breaks="ended", valkey={"appendfsync": "always"})

pytestmark = [pytest.mark.slow, pytest.mark.timeout(300), pytest.mark.usefixtures("needs_images")]


@fault(in_soak=[HASTY])
def test_a_full_disk_is_refused_honestly_and_heals_with_space(
    build: Build, tmp_path: Path
) -> Verdict:
    verdict = Verdict()
    with (
        disk(tmp_path, size_mb=DISK_MB) as folder,
        staged(folder / "city", build, verdict) as stage,
    ):
        with _filled(folder):
            began_s = time.monotonic()
            if not build.is_weakened:
                refused = stage.probes["report"].wait_for(503, began_s, PATIENCE_S)
                if refused is None:
                    verdict.add("acknowledged", "reports are taken although nothing can be written")
            began_s = rest(FULL_FOR_S)
            judge.reads(stage, "disk full", began_s)
            judge.waits(stage, "disk full", began_s)
        _start_what_ended(stage)
        judge.comeback(stage, "disk full", "postgresql", time.monotonic())
        settle(stage)
    print(verdict.figures)  # noqa: T201
    return verdict


@fault(ALWAYS)
def test_a_full_disk_of_redis_stops_no_report_and_raises_an_alarm(
    build: Build, tmp_path: Path
) -> Verdict:
    verdict = Verdict()
    with disk(tmp_path, size_mb=REDIS_DISK_MB) as folder:
        city = tmp_path / "city"
        city.mkdir()
        (city / find_live_server(None).server.folder_name).symlink_to(folder)
        with staged(city, build, verdict) as stage:
            _keep_a_file(stage)
            with _filled(folder):
                began_s = time.monotonic()
                wait_for(lambda: _has_ended(stage, "valkey") or stage.metric(ALARM) > 0)
                if _has_ended(stage, "valkey"):
                    verdict.add("ended", "Redis gives up, and readers follow nobody")
                rest(REDIS_FULL_FOR_S)
                judge.reports(
                    stage, "Redis' disk full", began_s, status=200, within_s=judge.ACKNOWLEDGED_S
                )
                judge.reads(stage, "Redis' disk full", began_s)
            _start_what_ended(stage)
            judge.comeback(stage, "Redis' disk full", "valkey", time.monotonic())
            settle(stage)
    return verdict


@contextmanager
def _filled(folder: Path) -> Iterator[None]:
    """Take all space there is for the length of the block."""
    balloon = folder / "balloon"
    with balloon.open("wb", buffering=0) as file:
        for size in (1 << 20, 1 << 12):
            try:
                while True:
                    os.posix_fallocate(file.fileno(), file.tell(), size)
                    file.seek(size, os.SEEK_CUR)
            except OSError as error:
                if error.errno != errno.ENOSPC:
                    raise
        try:
            yield
        finally:
            file.truncate(0)
            balloon.unlink()


def _keep_a_file(stage: Stage) -> None:
    """Let Redis write its append-only file, as one that is not ours may."""
    with redis.Redis.from_url(stage.city.stores.urls.redis_url) as client:
        client.config_set("appendonly", "yes")
        wait_for(lambda: not client.info("persistence")["aof_rewrite_in_progress"])


def _has_ended(stage: Stage, name: str) -> bool:
    return stage.city.stores.processes[name].poll() is not None


def _start_what_ended(stage: Stage) -> None:
    """What a supervisor does: PostgreSQL ends where it has no space for its log."""
    for name in list(stage.city.stores.processes):
        if _has_ended(stage, name):
            stage.city.start(name)

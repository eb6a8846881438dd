"""The disk of both stores runs full: an honest 503, nothing acknowledged is lost, space heals."""

import errno
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.faults import judge
from tests.faults.kit.builds import Build, Verdict, fault
from tests.faults.kit.images import disk
from tests.faults.stage import Stage, rest, settle, staged

DISK_MB = 400
FULL_FOR_S = 5.0
PATIENCE_S = 60.0
HASTY = Build(
    "acknowledge before commit", breaks="lost", program="tests.faults.weakened.acknowledges_first"
)

pytestmark = [pytest.mark.slow, pytest.mark.timeout(300), pytest.mark.usefixtures("needs_images")]


@fault(HASTY)
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


@contextmanager
def _filled(folder: Path) -> Iterator[None]:
    """Take all space there is for the length of the block."""
    balloon = folder / "balloon"
    with balloon.open("wb", buffering=0) as file:
        for size in (1 << 20, 1 << 12):
            try:
                while True:
                    file.write(os.urandom(size))
            except OSError as error:
                if error.errno != errno.ENOSPC:
                    raise
        try:
            yield
        finally:
            file.truncate(0)
            balloon.unlink()


def _start_what_ended(stage: Stage) -> None:
    """What a supervisor does: PostgreSQL ends where it has no space for its log."""
    for name, process in stage.city.stores.processes.items():
        if process.poll() is not None:
            stage.city.start(name)

"""An emptied Redis: what the projector kept of the log is all of it, whoever committed first."""

from pathlib import Path

import pytest

from tests.faults.kit.builds import Build, Verdict, fault
from tests.faults.rebuilds import CrowdedLog, run_rebuild

TAILS_BY_ID = Build(
    "a projector that tails by id", breaks="wrong", program="tests.faults.weakened.tails_by_id"
)

pytestmark = [pytest.mark.slow, pytest.mark.timeout(600)]


@fault(TAILS_BY_ID)
def test_an_emptied_redis_is_rebuilt_whole_from_a_log_that_many_wrote_at_once(
    build: Build, tmp_path: Path
) -> Verdict:
    return run_rebuild(tmp_path / "city", build, CrowdedLog(late_commits=3, producers=8, seed=3))

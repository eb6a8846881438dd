"""The power goes: what was acknowledged is on the disk."""

from pathlib import Path

import pytest

from tests.faults.kit.builds import REAL, Build, Verdict, fault
from tests.faults.kit.scale import scaled, soak_seed
from tests.faults.power_cuts import PowerCuts, run_power_cuts

COMMITS_TO_MEMORY = Build(
    "synchronous_commit=off", breaks="lost", program="tests.faults.weakened.commits_to_memory"
)

pytestmark = [
    pytest.mark.slow,
    pytest.mark.timeout(600),
    pytest.mark.usefixtures("needs_images"),
]


@fault(COMMITS_TO_MEMORY)
def test_nothing_acknowledged_is_lost_in_a_power_cut(build: Build, tmp_path: Path) -> Verdict:
    return run_power_cuts(tmp_path, build, PowerCuts(4 if build.is_weakened else 2, 4, seed=5))


@pytest.mark.soak
@pytest.mark.timeout(3_000)
def test_thirty_power_cuts_lose_nothing(tmp_path: Path, soak_report) -> None:
    plan = PowerCuts(scaled(30), producers=6, seed=soak_seed())
    verdict = run_power_cuts(tmp_path, REAL, plan)
    soak_report.add(
        "Power cuts",
        verdict.figures,
        verdict=str(verdict),
        conditions="the stores on an ext4 image of their own (commit=300); PostgreSQL and Valkey "
        "frozen under load, the image copied, stores and worker started on the copy",
    )
    assert verdict.holds, str(verdict)

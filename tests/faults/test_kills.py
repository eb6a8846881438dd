"""Any process may die at any moment: nothing acknowledged is lost, and every page ends right."""

from pathlib import Path

import pytest

from tests.faults.kills import Plan, any_order, run_kills
from tests.faults.kit.builds import REAL, Build, Verdict, fault
from tests.faults.kit.scale import scaled, soak_seed

SEED = 20_261_126
ACKNOWLEDGES_FIRST = Build(
    "acknowledge before commit", breaks="lost", program="tests.faults.weakened.acknowledges_first"
)

pytestmark = [pytest.mark.slow, pytest.mark.timeout(600)]


@fault(ACKNOWLEDGES_FIRST)
def test_nothing_acknowledged_is_lost_when_processes_are_killed(
    build: Build, tmp_path: Path
) -> Verdict:
    if build.is_weakened:
        plan = Plan(["postgres"], reports=2_000, producers=4, seed=SEED)
    else:
        plan = Plan(any_order(8, SEED), reports=30_000, producers=4, seed=SEED)
    return run_kills(tmp_path / "city", build, plan)


@pytest.mark.soak
@pytest.mark.timeout(3_000)
def test_two_hundred_kills_lose_and_double_nothing(tmp_path: Path, soak_report) -> None:
    seed = soak_seed()
    plan = Plan(any_order(scaled(200), seed), reports=scaled(1_000_000), producers=8, seed=seed)
    verdict = run_kills(tmp_path / "city", REAL, plan, patience_s=1_800)
    soak_report.add(
        "Kills",
        verdict.figures,
        verdict=str(verdict),
        conditions="`onelot up` on one machine, one API process; serve, work, valkey-server and "
        "postgres die by kill -9 under load, each as often as the others; Redis is emptied last",
    )
    assert verdict.holds, str(verdict)

"""A driver whose answer is lost asks again under the same key, and learns what came of it."""

from pathlib import Path

import pytest

from tests.faults.booking_retries import run_retries
from tests.faults.kit.builds import REAL, Build, Verdict, fault
from tests.faults.kit.scale import scaled

KEEPS_APART = Build(
    "answers kept apart", breaks="untrue", program="tests.faults.weakened.keeps_answers_apart"
)

pytestmark = [pytest.mark.slow, pytest.mark.timeout(400)]


@fault(KEEPS_APART)
def test_a_call_whose_answer_is_lost_was_done_once_and_says_so(
    build: Build, tmp_path: Path
) -> Verdict:
    return run_retries(tmp_path / "city", build, trials=4 if build.is_weakened else 40)


@pytest.mark.soak
@pytest.mark.timeout(3_000)
def test_five_hundred_lost_commits_are_never_misunderstood(tmp_path: Path, soak_report) -> None:
    verdict = run_retries(tmp_path / "city", REAL, trials=scaled(1_000))
    soak_report.add(
        "Lost answers",
        verdict.figures,
        verdict=str(verdict),
        conditions="one API process; of every call one answer is lost, between driver and API or "
        "the reply to COMMIT between API and PostgreSQL, and the same is asked again under its "
        "key, by fifty at once every tenth time",
    )
    assert verdict.holds, str(verdict)

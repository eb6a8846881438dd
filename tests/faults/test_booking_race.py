"""However many want a space, and whoever dies meanwhile: nobody meets there, answers hold."""

from pathlib import Path

import pytest

from tests.faults.booking_race import Plan, any_order, run_booking_race
from tests.faults.kit.builds import REAL, Build, Verdict, fault
from tests.faults.kit.scale import scaled, soak_seed

SEED = 20_261_127
NO_LOCK = Build(
    "no lock on spaces", breaks="turned away", program="tests.faults.weakened.locks_no_space"
)
NO_CONSTRAINT = Build(
    "no constraint", breaks="unguarded", program="tests.faults.weakened.drops_the_constraint"
)
CHECKS_THEN_INSERTS = Build(
    "no constraint, and no look under the lock",
    breaks="overlaps",
    program="tests.faults.weakened.books_what_it_saw",
)

pytestmark = [pytest.mark.slow, pytest.mark.timeout(600)]


@fault(NO_LOCK, NO_CONSTRAINT, CHECKS_THEN_INSERTS)
def test_no_two_bookings_meet_on_a_space_and_every_answer_holds(
    build: Build, tmp_path: Path
) -> Verdict:
    if build.is_weakened:
        plan = Plan(attempts=0, victims=[], seed=SEED)
    else:
        plan = Plan(attempts=5_000, victims=any_order(4, SEED), seed=SEED)
    return run_booking_race(tmp_path / "city", build, plan)


@pytest.mark.soak
@pytest.mark.timeout(3_000)
def test_a_hundred_thousand_attempts_double_book_nothing(tmp_path: Path, soak_report) -> None:
    seed = soak_seed()
    plan = Plan(attempts=scaled(100_000), victims=any_order(scaled(40), seed), seed=seed)
    verdict = run_booking_race(tmp_path / "city", REAL, plan)
    soak_report.add(
        "Booking race",
        verdict.figures,
        verdict=str(verdict),
        conditions="`onelot up` on one machine, one API process; 64 clients over 20 spaces hold, "
        "confirm and cancel single and recurring bookings of two days while serve and postgres "
        "die by kill -9, each as often as the other; calls without an answer are repeated under "
        "their keys",
    )
    assert verdict.holds, str(verdict)

"""PostgreSQL hangs, is slow, crowded, down or cut off: an honest 503, and everybody can read."""

from pathlib import Path

import pytest

from tests.faults import postgres_faults as faults
from tests.faults.kit.builds import Build, Verdict, fault
from tests.faults.stage import settle, staged

WAITS = Build(
    "no PostgreSQL time-out", breaks="hung", program="tests.faults.weakened.waits_for_postgres"
)
FORGETS = Build(
    "new identity on retry", breaks="doubled", program="tests.faults.weakened.forgets_identities"
)

pytestmark = [pytest.mark.slow, pytest.mark.timeout(400)]


@fault(WAITS, FORGETS)
def test_whatever_befalls_postgresql_nothing_is_falsely_acknowledged_and_drivers_read_on(
    build: Build, tmp_path: Path
) -> Verdict:
    verdict = Verdict()
    with staged(tmp_path / "city", build, verdict) as stage:
        if build == WAITS:
            faults.frozen(stage)
        elif build == FORGETS:
            faults.ambiguous(stage)
        else:
            faults.frozen(stage)
            faults.slow(stage)
            faults.crowded(stage)
            faults.ambiguous(stage)
            faults.half_open(stage)
            faults.down(stage)
            settle(stage)
    print(verdict.figures)  # noqa: T201
    return verdict

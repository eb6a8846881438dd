"""The simulation has teeth: bugs planted into the cores are caught, nine of ten at least."""

import pytest

from tests.simulation.planted import BUGS
from tests.simulation.run import simulate

SEEDS_EACH = 30
CAUGHT_AT_LEAST = 9


def first_broken(bug) -> str | None:
    with bug.put():
        for seed in range(1, SEEDS_EACH + 1):
            broken = simulate(seed).broken
            if broken is not None:
                return f"seed {seed}, {broken}"
    return None


@pytest.mark.timeout(240)
def test_nine_of_ten_planted_bugs_are_caught():
    caught = {bug.name: first_broken(bug) for bug in BUGS}
    told = "\n".join(f"{name}: {broken or 'NOT CAUGHT'}"[:200] for name, broken in caught.items())
    print(told)  # noqa: T201 - which ones is the point of the report
    assert sum(broken is not None for broken in caught.values()) >= CAUGHT_AT_LEAST, told
    assert len(caught) == 10

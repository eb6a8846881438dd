"""The simulation has teeth: bugs planted into the cores are caught, all but one at least."""

import pytest

from tests.simulation.planted import BUGS
from tests.simulation.run import simulate

SEEDS_EACH = 30
MAY_ESCAPE = 1


def first_broken(bug) -> str | None:
    with bug.put():
        for seed in range(1, SEEDS_EACH + 1):
            broken = simulate(seed).broken
            if broken is not None:
                return f"seed {seed}, {broken}"
    return None


@pytest.mark.timeout(240)
def test_planted_bugs_are_caught():
    caught = {bug.name: first_broken(bug) for bug in BUGS}
    told = "\n".join(f"{name}: {broken or 'NOT CAUGHT'}"[:200] for name, broken in caught.items())
    print(told)  # noqa: T201 - which ones is the point of the report
    assert sum(broken is None for broken in caught.values()) <= MAY_ESCAPE, told
    assert len(caught) == len(BUGS) >= 10

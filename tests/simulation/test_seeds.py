"""Whatever the seed breaks, no promise is broken; and when it stops, everything agrees again."""

import os

import pytest

from tests.simulation.run import LONG, SHORT, Length, Outcome, simulate
from tests.simulation.seeds import FOUND, FOUND_LONG, TESTED, chunks

HERE = "tests/simulation/test_seeds.py"
ASKED = os.environ.get("ONELOT_SIM_SEED")


def told(outcome: Outcome, length: Length) -> str:
    """Say what broke, what was done before, and how to see it again."""
    where = "-m soak tests/simulation/test_soak.py" if length is LONG else HERE
    again = f"ONELOT_SIM_SEED={outcome.seed} python -m pytest {where}"
    return f"seed {outcome.seed}: {outcome.broken}\nfaults: {outcome.faults}\nagain: {again}"


def demand(seeds, length: Length) -> None:
    broken = []
    for seed in seeds:
        outcome = simulate(seed, length)
        if outcome.broken is not None:
            broken.append(told(outcome, length))
    assert not broken, "\n\n".join(broken)


def cases(seeds: range) -> list:
    return (
        [[int(ASKED)]] if ASKED else [pytest.param(part, id=f"{part[0]}") for part in chunks(seeds)]
    )


@pytest.mark.parametrize("seeds", cases(TESTED))
def test_what_is_acknowledged_stays_and_everybody_agrees_when_the_faults_stop(seeds):
    demand(seeds, SHORT)


@pytest.mark.skipif(bool(ASKED), reason="one seed is asked for")
def test_seeds_that_once_found_something_find_nothing_more():
    demand(FOUND.keys() - set(TESTED), SHORT)
    demand(FOUND_LONG.keys(), LONG)

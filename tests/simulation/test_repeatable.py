"""One seed is one execution, in this process and in any other."""

import os
import subprocess
import sys
from pathlib import Path

from tests.simulation.run import simulate

ROOT = Path(__file__).parents[2]
SEED = 7


def test_the_same_seed_is_the_same_execution_and_another_is_not():
    first, again, other = simulate(SEED), simulate(SEED), simulate(SEED + 1)
    assert (first.trace, first.faults, first.counts) == (again.trace, again.faults, again.counts)
    assert other.trace != first.trace


def test_a_seed_does_the_same_in_a_process_that_hashes_otherwise():
    code = f"from tests.simulation.run import simulate; print(simulate({SEED}).trace)"
    run = subprocess.run(
        [sys.executable, "-c", code],
        cwd=ROOT,
        env=os.environ | {"PYTHONHASHSEED": "12345"},
        capture_output=True,
        text=True,
        check=True,
    )
    assert run.stdout.strip() == simulate(SEED).trace

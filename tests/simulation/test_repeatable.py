"""One seed is one execution, in this process and in any other."""

import os
import subprocess
import sys
from pathlib import Path

from tests.simulation.run import Length, simulate

ROOT = Path(__file__).parents[2]
SEED = 7
BRIEF = Length(faults_s=8.0)


def test_the_same_seed_is_the_same_execution_and_another_is_not():
    first, again, other = (simulate(seed, BRIEF) for seed in (SEED, SEED, SEED + 1))
    assert (first.trace, first.faults, first.counts) == (again.trace, again.faults, again.counts)
    assert other.trace != first.trace


def test_a_seed_does_the_same_in_a_process_that_hashes_otherwise():
    code = f"from tests.simulation.run import *; print(simulate({SEED}, {BRIEF}).trace)"
    run = subprocess.run(
        [sys.executable, "-c", code],
        cwd=ROOT,
        env=os.environ | {"PYTHONHASHSEED": "12345"},
        capture_output=True,
        text=True,
        check=True,
    )
    assert run.stdout.strip() == simulate(SEED, BRIEF).trace

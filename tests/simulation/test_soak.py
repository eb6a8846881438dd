"""The long form: two thousand seeds, each a minute of faults; in `make soak`, with its report."""

import os
from collections import Counter
from concurrent.futures import ProcessPoolExecutor

import pytest

from tests.simulation.run import LONG, simulate
from tests.simulation.seeds import AT_ONCE, SOAKED
from tests.simulation.test_seeds import ASKED, told


def simulate_long(seed: int) -> tuple[Counter[str], str | None]:
    """Run one seed in a process of its own; an outcome itself does not travel."""
    outcome = simulate(seed, LONG)
    return outcome.counts, told(outcome, LONG) if outcome.broken is not None else None


@pytest.mark.soak
@pytest.mark.timeout(10_800)
def test_two_thousand_seeds_break_no_promise(soak_report):
    seeds = [int(ASKED)] if ASKED else SOAKED
    counts: Counter[str] = Counter()
    broken = []
    with ProcessPoolExecutor(os.cpu_count()) as processes:
        for counted, said in processes.map(simulate_long, seeds, chunksize=AT_ONCE):
            counts.update(counted)
            if said is not None:
                broken.append(said)
    soak_report.add(
        "Simulation",
        {"seeds": len(seeds), "seeds that broke a promise": len(broken), **counts},
        verdict=f"{len(broken)} of {len(seeds)} seeds broke a promise",
        conditions=f"virtual time, {LONG.faults_s:.0f} s of faults a seed, then calm",
    )
    assert not broken, "\n\n".join(broken)

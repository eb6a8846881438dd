"""The long form: two thousand seeds, each a minute of faults; in `make soak`, with its report."""

from collections import Counter

import pytest

from tests.simulation.run import LONG, simulate
from tests.simulation.seeds import SOAKED
from tests.simulation.test_seeds import ASKED, told


@pytest.mark.soak
@pytest.mark.timeout(10_800)
def test_two_thousand_seeds_break_no_promise(soak_report):
    seeds = [int(ASKED)] if ASKED else SOAKED
    counts: Counter[str] = Counter()
    broken = []
    for seed in seeds:
        outcome = simulate(seed, LONG)
        counts.update(outcome.counts)
        if outcome.broken is not None:
            broken.append(told(outcome, LONG))
    soak_report.add(
        "Simulation",
        {"seeds": len(seeds), "seeds that broke a promise": len(broken), **counts},
        verdict=f"{len(broken)} of {len(seeds)} seeds broke a promise",
        conditions=f"virtual time, {LONG.faults_s:.0f} s of faults a seed, then calm",
    )
    assert not broken, "\n\n".join(broken)

"""The long form: two thousand seeds, each two minutes of faults; in `make soak`."""

import pytest

from tests.simulation.run import LONG
from tests.simulation.seeds import SOAKED
from tests.simulation.test_seeds import cases, demand


@pytest.mark.soak
@pytest.mark.timeout(3_600)
@pytest.mark.parametrize("seeds", cases(SOAKED))
def test_two_thousand_seeds_break_no_promise(seeds):
    demand(seeds, LONG)

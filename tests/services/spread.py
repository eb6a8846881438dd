"""How the suite spreads over its workers: what takes long begins, and no worker is left with it."""

from pathlib import Path

import pytest
from xdist.scheduler import LoadScopeScheduling

LONGEST = (
    "faults/hostile/test_overload.py", "faults/hostile", "faults/test_kills.py",
    "end_to_end/test_real_histories.py", "faults/test_redis.py", "faults/test_postgres.py",
    "documents/test_planning_walk.py",
    "simulation", "web", "commands", "end_to_end", "faults",
    "planning/test_identity_platform.py", "planning/test_rollup_same.py",
    "planning/test_compare_route.py",
)  # fmt: skip
"""Files and folders below tests/, as they were measured; the others take a few seconds each."""


def begin_with_the_longest(items: list[pytest.Item], tests: Path) -> None:
    """Sort the tests: at the end a long one would run alone."""
    items.sort(key=lambda item: _rank(item.path.relative_to(tests).as_posix()))


def _rank(path: str) -> int:
    ranks = (rank for rank, long in enumerate(LONGEST) if path.startswith(long))
    return next(ranks, len(LONGEST))


class Spread(LoadScopeScheduling):
    """A file runs whole; of the faults each build by itself, save the hostile, who share a city."""

    def _split_scope(self, nodeid: str) -> str:
        file = nodeid.partition("::")[0]
        if "/faults/hostile/" in file:
            return str(Path(file).parent)
        return nodeid if "/faults/" in file else file

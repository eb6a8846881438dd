"""The build a fault is tried on: the real one, or one weakened in a single named way.

A fault test is a scenario that returns a verdict. `@fault` makes several tests of it: on the real
build the verdict holds; on each weakened build it breaks in the way that build is known to break.
"""

import functools
import inspect
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import pytest

from tests.services.cities import ONELOT


@dataclass(frozen=True, slots=True)
class Build:
    """`breaks` names the finding a weakened build must show.

    It differs by settings of a server, or by `program`: a module of tests/faults/weakened/ that
    replaces one part and then is `onelot`.
    """

    name: str
    breaks: str | None = None
    postgres: Mapping[str, str] = field(default_factory=dict)
    valkey: Mapping[str, str] = field(default_factory=dict)
    program: str = ONELOT

    @property
    def is_weakened(self) -> bool:
        return self.breaks is not None

    def is_met_by(self, verdict: "Verdict") -> bool:
        """Tell whether the real one holds, or this one breaks as it is known to."""
        return verdict.holds if self.breaks is None else self.breaks in verdict.findings

    def __str__(self) -> str:
        return self.name


REAL = Build("real")


@dataclass(slots=True)
class Verdict:
    """What a scenario found: by kind (`lost`, `doubled`, `wrong`…) the words on each finding."""

    findings: dict[str, list[str]] = field(default_factory=dict)
    figures: dict[str, object] = field(default_factory=dict)

    def add(self, kind: str, words: str) -> None:
        self.findings.setdefault(kind, []).append(words)

    @property
    def holds(self) -> bool:
        return not self.findings

    def __str__(self) -> str:
        words = [f"{kind}: {one}" for kind, some in self.findings.items() for one in some]
        return "; ".join(words) or "holds"


def fault(
    *weakened: Build, in_soak: Sequence[Build] = ()
) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """Make tests of a scenario that takes `build` and returns a Verdict.

    What is weakened as in another scenario, which shows it faster, waits for `make soak`.
    """
    builds = [REAL, *weakened, *(pytest.param(one, marks=pytest.mark.soak) for one in in_soak)]

    def decorate(scenario: Callable[..., Any]) -> Callable[..., Any]:
        if inspect.iscoroutinefunction(scenario):

            @functools.wraps(scenario)
            async def judged(*, build: Build, **given: Any) -> None:
                _judge(build, await scenario(build=build, **given))

        else:

            @functools.wraps(scenario)
            def judged(*, build: Build, **given: Any) -> None:
                _judge(build, scenario(build=build, **given))

        return pytest.mark.parametrize("build", builds, ids=str)(judged)

    return decorate


def _judge(build: Build, verdict: Verdict) -> None:
    unseen = "" if build.breaks is None else f"the fault goes unseen on a build with {build.name}: "
    assert build.is_met_by(verdict), f"{unseen}{verdict}"

"""Figure: one measured number beside its target, as one JSON line. Knows nothing of measuring."""

import json
import operator
from collections.abc import Callable
from dataclasses import asdict, dataclass

COMPARISONS: dict[str, Callable[[float, float], bool]] = {"<=": operator.le, ">=": operator.ge}


@dataclass(frozen=True, slots=True)
class Goal:
    """`sign` is <= or >=; `moonshot` may be the same as `target`."""

    sign: str
    target: float
    moonshot: float

    def reached(self, value: float) -> str:
        """Tell which of the two is met: moonshot, target or none."""
        compare = COMPARISONS[self.sign]
        if compare(value, self.moonshot):
            return "moonshot"
        return "target" if compare(value, self.target) else "none"


@dataclass(frozen=True, slots=True)
class Figure:
    """What was measured, in which unit, under which conditions."""

    figure: str
    value: float
    unit: str
    goal: Goal
    conditions: str

    def as_line(self) -> str:
        line = asdict(self) | {
            "value": float(f"{self.value:.4g}"),
            "target": f"{self.goal.sign} {self.goal.target:g}",
            "moonshot": f"{self.goal.sign} {self.goal.moonshot:g}",
            "met": self.goal.reached(self.value),
        }
        del line["goal"]
        return json.dumps(line, ensure_ascii=False)

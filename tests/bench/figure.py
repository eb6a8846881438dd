"""Figure: one measured number beside its target, as one JSON line. Knows nothing of measuring."""

import json
import operator
from collections.abc import Callable
from dataclasses import asdict, dataclass

COMPARISONS: dict[str, Callable[[float, float], bool]] = {"<=": operator.le, ">=": operator.ge}

NO_TARGET = "–"


@dataclass(frozen=True, slots=True)
class Goal:
    """`sign` is <= or >=; `moonshot` may be the same as `target`.

    `target` None: more is measured here than a target speaks of.
    """

    sign: str
    target: float | None
    moonshot: float

    def reached(self, value: float) -> str:
        """Tell which of the two is met: moonshot, target or none; "–" without a target to meet."""
        compare = COMPARISONS[self.sign]
        if compare(value, self.moonshot):
            return "moonshot"
        if self.target is None:
            return NO_TARGET
        return "target" if compare(value, self.target) else "none"

    def told(self, value: float | None) -> str:
        return NO_TARGET if value is None else f"{self.sign} {value:g}"


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
            "target": self.goal.told(self.goal.target),
            "moonshot": self.goal.told(self.goal.moonshot),
            "met": self.goal.reached(self.value),
        }
        del line["goal"]
        return json.dumps(line, ensure_ascii=False)

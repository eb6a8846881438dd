"""Costs: CPU time of the parts of a city, each a process with all its children."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Costs:
    """CPU seconds by part."""

    by_part: Mapping[str, float]

    def __sub__(self, before: "Costs") -> "Costs":
        return Costs({part: cpu_s - before.by_part[part] for part, cpu_s in self.by_part.items()})

    def us_each(self, reports: int) -> dict[str, float]:
        return {part: cpu_s / reports * 1e6 for part, cpu_s in self.by_part.items()}

    def total_us(self, reports: int) -> float:
        return sum(self.us_each(reports).values())

    def told(self, reports: int) -> str:
        return ", ".join(f"{part} {us:.1f}" for part, us in self.us_each(reports).items())


def costs_of(processes: Mapping[str, int]) -> Costs:
    """What each part has used so far; of its children those that are alive."""
    children: dict[int, list[int]] = {}
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = stat.read_text().rpartition(")")[2].split()
        except OSError:
            continue
        children.setdefault(int(fields[1]), []).append(int(stat.parent.name))
    return Costs({part: _family_s(pid, children) for part, pid in processes.items()})


def _family_s(pid: int, children: Mapping[int, list[int]]) -> float:
    return _process_s(pid) + sum(_family_s(child, children) for child in children.get(pid, ()))


def _process_s(pid: int) -> float:
    """The scheduler's own count, to the nanosecond."""
    spent_ns = 0
    for task in Path(f"/proc/{pid}/task").glob("*/schedstat"):
        try:
            spent_ns += int(task.read_text().split()[0])
        except OSError:
            continue
    return spent_ns / 1e9

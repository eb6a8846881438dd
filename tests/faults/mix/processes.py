"""Processes of a city as the kernel sees them: memory, descriptors, threads, CPU, by name."""

import os
from collections import defaultdict
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from tests.faults.kit.processes import tree
from tests.services.cities import name_of

STORES = frozenset({"postgres", "valkey-server"})
KIB_PER_MIB = 1024
TICKS_PER_S = os.sysconf("SC_CLK_TCK")


@dataclass(frozen=True, slots=True)
class ProcessSample:
    """One process, or all of one server's together; memory in MiB.

    `memory` is the resident set of our own processes. Of a store it is what no other process
    shares: PostgreSQL's resident set grows with every page of the shared buffers it touches.
    """

    pids: tuple[int, ...]
    memory: float
    descriptors: int
    threads: int
    cpu_s: float


def sample_tree(root: int) -> dict[str, ProcessSample]:
    """Look at a process and everything below it; what ends meanwhile is left out."""
    pids_of: defaultdict[str, list[int]] = defaultdict(list)
    for pid in tree(root):
        with suppress(OSError):
            pids_of[name_of(pid)].append(pid)
    return {name: _sample(name, pids) for name, pids in pids_of.items()}


def _sample(name: str, pids: list[int]) -> ProcessSample:
    field = "RssAnon" if name in STORES else "VmRSS"
    memory = descriptors = threads = 0
    cpu_s = 0.0
    for pid in pids:
        try:
            status = _status_of(pid)
            memory += int(status[field].split()[0])
            threads += int(status["Threads"])
            descriptors += sum(1 for _ in Path(f"/proc/{pid}/fd").iterdir())
            stat = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
            cpu_s += (int(stat[11]) + int(stat[12])) / TICKS_PER_S
        except (OSError, KeyError):
            continue
    return ProcessSample(tuple(pids), memory / KIB_PER_MIB, descriptors, threads, cpu_s)


def _status_of(pid: int) -> dict[str, str]:
    lines = Path(f"/proc/{pid}/status").read_text().splitlines()
    return {name: value.strip() for name, _, value in (line.partition(":") for line in lines)}

"""One picture of several workers: each leaves its metrics in a folder, any of them tells all.

Workers share a port, so Prometheus reaches one of them at random; a label says whose figure it is.
"""

import asyncio
import os
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from prometheus_client import CollectorRegistry, generate_latest
from prometheus_client.core import Metric
from prometheus_client.parser import text_string_to_metric_families
from prometheus_client.registry import Collector

LEAVE_S: Final = 2.0
GONE_S: Final = 10.0
"""A worker that has left nothing for so long is no more."""
SUFFIX: Final = ".prom"


def metrics_text(registry: CollectorRegistry, folder: Path | None) -> bytes:
    """Return the exposition: this process's own, or all workers' where they share a folder."""
    if folder is None:
        return generate_latest(registry)
    leave_metrics(registry, folder)
    merged = CollectorRegistry()
    merged.register(_AllWorkers(folder))
    return generate_latest(merged)


def leave_metrics(registry: CollectorRegistry, folder: Path) -> None:
    """Write this process's exposition where the others find it, whole or not at all."""
    mine = folder / f"{os.getpid()}{SUFFIX}"
    fresh = mine.with_suffix(".new")
    fresh.write_bytes(generate_latest(registry))
    fresh.replace(mine)


async def leave_metrics_for_ever(registry: CollectorRegistry, folder: Path) -> None:
    """Leave them every few seconds, until cancelled."""
    while True:
        leave_metrics(registry, folder)
        await asyncio.sleep(LEAVE_S)


class _AllWorkers(Collector):
    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def collect(self) -> Iterator[Metric]:
        families: dict[str, Metric] = {}
        for path in sorted(self._folder.glob(f"*{SUFFIX}")):
            # File times are real times, whatever the city's clock says.
            if time.clock_gettime(time.CLOCK_REALTIME) - path.stat().st_mtime > GONE_S:
                continue
            for family in text_string_to_metric_families(path.read_text(encoding="utf-8")):
                merged = families.setdefault(
                    family.name, Metric(family.name, family.documentation, family.type)
                )
                for sample in family.samples:
                    labels = {**sample.labels, "worker": path.stem}
                    merged.add_sample(sample.name, labels, sample.value)
        yield from families.values()

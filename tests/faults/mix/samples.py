"""Samples of the mixed load: every half minute a line of JSON of what each process holds and how
the city answers."""

import asyncio
import json
import re
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass, field
from pathlib import Path

import redis.asyncio

from tests.end_to_end.city import City
from tests.faults.mix.asking import Asking
from tests.faults.mix.processes import ProcessSample, sample_tree

GAUGES = (
    "onelot_process_tasks",
    "onelot_process_memory_blocks",
    "onelot_replica_lag_seconds",
    "onelot_live_connections",
    "onelot_live_behind",
    "onelot_ingest_waiting_bytes",
)


@dataclass(frozen=True, slots=True)
class Sample:
    """What was seen at one moment, `at_s` seconds after the load began."""

    at_s: float
    processes: dict[str, ProcessSample]
    latencies_ms: dict[str, tuple[float, float]]
    gauges: dict[str, float]
    states_mib: float
    streams_mib: float
    database_mib: float
    logs_mib: float
    acknowledged: int


@dataclass
class Sampler:
    """Keeps all samples, and writes each at once to `lines`, for whoever looks on."""

    city: City
    asking: Asking
    lines: Path
    acknowledged: Callable[[], int]
    samples: list[Sample] = field(default_factory=list)

    async def sample_until(self, stop: asyncio.Event, every_s: float) -> None:
        began_s = time.monotonic()
        while not stop.is_set():
            sample = await self._sample(time.monotonic() - began_s)
            self.samples.append(sample)
            with self.lines.open("a") as lines:
                lines.write(json.dumps(asdict(sample)) + "\n")
            due_s = began_s + len(self.samples) * every_s
            await asyncio.sleep(due_s - time.monotonic())

    async def _sample(self, at_s: float) -> Sample:
        processes = sample_tree(self.city.started.process.pid)
        metrics = await self.asking.ask("metrics", "GET", "/metrics")
        states_mib, streams_mib = await self._valkey()
        (size,) = await asyncio.to_thread(
            self.city.fetch, "select pg_database_size(current_database())"
        )
        logs = (self.city.started.data_dir / "logs").iterdir()
        return Sample(
            round(at_s, 1),
            processes,
            dict(self.asking.take_percentiles_ms()),
            {} if metrics is None else _gauges(metrics.text),
            states_mib,
            streams_mib,
            size[0] / 2**20,
            sum(path.stat().st_size for path in logs) / 2**20,
            self.acknowledged(),
        )

    async def _valkey(self) -> tuple[float, float]:
        """Weigh the live states, and all else, which is the change streams."""
        async with redis.asyncio.Redis.from_url(self.city.stores.redis_url) as store:
            data = (await store.info("memory"))["used_memory_dataset"]
            states = [
                await store.memory_usage(key, samples=0) async for key in store.scan_iter("lot:*")
            ]
            return sum(states) / 2**20, (data - sum(states)) / 2**20


def _gauges(text: str) -> dict[str, float]:
    found = re.findall(rf"^({'|'.join(GAUGES)}) (\S+)$", text, re.MULTILINE)
    return {name: float(value) for name, value in found}

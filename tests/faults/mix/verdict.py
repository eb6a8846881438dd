"""Verdict of the mixed load: which of the series that should be flat are not."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from tests.faults.mix.processes import STORES
from tests.faults.mix.samples import Sample
from tests.faults.mix.trend import Trend, trend_of

WARM_UP_SHARE = 0.25
WARM_UP_S = 1_800.0
FILLED = 0.98
"""Of what the change streams come to: each process remembers as many changes, and fills up too."""
FILLED_BY_SHARE = 0.55
"""Of a run; streams that still grow then are no excuse for what grows beside them."""
TELLING_S = 2_400.0
"""What is left after the warm-up must be this long before a series can be said to grow."""
MEMORY_MIB_PER_H = 1.0
STORE_MIB_PER_H = 8.0
COUNT_PER_H = 5.0
BLOCKS = "onelot_process_memory_blocks"
THOUSAND_BLOCKS_PER_H = 10.0
"""About two thirds of a mebibyte: objects that nobody lets go, which no allocator's holes hide."""


@dataclass(frozen=True, slots=True)
class Growth:
    """One series after the warm-up: where it stood, where it stands, how it moves per hour."""

    what: str
    first: float
    last: float
    limit: float
    trend: Trend


@dataclass(frozen=True, slots=True)
class Verdict:
    """`can_tell` is False where the run was too short for slopes; what is lost shows anyway."""

    growths: list[Growth]
    restarted: list[str]
    can_tell: bool

    def faults(self) -> Iterator[str]:
        """Name what cannot stay so."""
        yield from (f"{name} was started anew" for name in self.restarted)
        for growth in self.growths if self.can_tell else ():
            if growth.trend.grows_beyond(growth.limit):
                trend = growth.trend
                yield f"{growth.what} grows by {trend.slope:.2f} ± {trend.noise:.2f} an hour"


def judge(samples: Sequence[Sample]) -> Verdict:
    """Judge a run by what was seen after its warm-up."""
    since_s = warmed_up_s(samples)
    warm = [sample for sample in samples if sample.at_s >= since_s]
    lasted_s = warm[-1].at_s - warm[0].at_s
    growths = [_growth(what, limit, warm, value) for what, limit, value in _series(warm)]
    return Verdict(growths, _restarted(samples), lasted_s >= TELLING_S)


def warmed_up_s(samples: Sequence[Sample]) -> float:
    """Return when the first quarter, half an hour at most, is over and the change logs are full.

    They hold a number of changes, so that at a lighter load it takes them longer.
    """
    lasted_s, full_mib = samples[-1].at_s, FILLED * samples[-1].streams_mib
    filled_s = next(sample.at_s for sample in samples if sample.streams_mib >= full_mib)
    return max(min(WARM_UP_S, WARM_UP_SHARE * lasted_s), min(filled_s, FILLED_BY_SHARE * lasted_s))


Series = tuple[str, float, Callable[[Sample], float | None]]
"""What, how much an hour, and how it is read; None in a sample that does not tell."""


def _series(samples: Sequence[Sample]) -> Iterator[Series]:
    for name in sorted(set.intersection(*(set(sample.processes) for sample in samples))):
        memory = STORE_MIB_PER_H if name in STORES else MEMORY_MIB_PER_H
        if name != "valkey-server":  # it fills up with change streams; its states are below
            yield f"{name}: memory, MiB", memory, lambda s, n=name: s.processes[n].memory
        if name not in STORES:  # theirs are the tables and clients they have seen
            yield f"{name}: descriptors", COUNT_PER_H, lambda s, n=name: s.processes[n].descriptors
        yield f"{name}: threads", COUNT_PER_H, lambda s, n=name: s.processes[n].threads
    yield (
        "serve: memory blocks, thousands",
        THOUSAND_BLOCKS_PER_H,
        lambda s: None if (blocks := s.gauges.get(BLOCKS)) is None else blocks / 1_000,
    )
    yield "serve: tasks", COUNT_PER_H, lambda s: s.gauges.get("onelot_process_tasks")
    yield "live states in Valkey, MiB", MEMORY_MIB_PER_H, lambda s: s.states_mib
    yield "logs, MiB", MEMORY_MIB_PER_H, lambda s: s.logs_mib


def _growth(
    what: str, limit: float, samples: Sequence[Sample], value: Callable[[Sample], float | None]
) -> Growth:
    """Fit a series; one that no sample tells of is an error, not flat."""
    told = [(sample.at_s, found) for sample in samples if (found := value(sample)) is not None]
    times_s, values = zip(*told, strict=True)
    return Growth(what, values[0], values[-1], limit, trend_of(times_s, values))


def _restarted(samples: Sequence[Sample]) -> list[str]:
    """Name the processes that were not the same from the first sample to the last."""
    first, last = samples[0].processes, samples[-1].processes
    return [
        name
        for name, sample in first.items()
        if name != "postgres" and (name not in last or sample.pids != last[name].pids)
    ]

"""Telling of the mixed load: its figures for the report of the long runs."""

from collections import Counter
from collections.abc import Iterator, Mapping

from tests.faults.mix.asking import REFUSED_FROM
from tests.faults.mix.ledger import Held
from tests.faults.mix.mix import Load, Mix
from tests.faults.mix.verdict import TELLING_S, Growth, Verdict

TITLE = "Mixed load"


def conditions(load: Load) -> str:
    return (
        f"{load.seconds / 60:.3g} minutes of {load.reports_per_s:g} reports/s of all kinds, "
        f"{load.questions_per_s:g} questions/s, {load.sockets} pages that come, watch, come back "
        f"and go, {load.stalled} that stop reading, lots and keys that come and go; one `onelot up`"
        " on its durable embedded stores, the load on the same machine. Growth per hour is the "
        "median slope between all pairs of twelve blocks after the warm-up (Theil and Sen), ± half "
        f"its 95 % interval; a run shorter than {TELLING_S / 60:g} minutes after it cannot tell. "
        "Memory is the resident set, of stores what they share with no other process."
    )


def figures(mix: Mix, held: Held, verdict: Verdict) -> Mapping[str, object]:
    """Tell what was counted, what grew, and how quickly it was answered."""
    samples = mix.sampler.samples
    first, last = samples[0], samples[-1]
    return {
        "lots, keys": f"{len(mix.lots)}, {len(mix.sources)}",
        "reports acknowledged": held.acknowledged,
        "of them lost": len(held.lost),
        "reports doubled": len(held.doubled),
        "reports by status": _told(sum((one.statuses for one in mix.sources), Counter())),
        "answers from 400 on": _told(_refusals(mix)),
        "questions without an answer": _told(
            {f"{name} {why}": times for (name, why), times in mix.asking.failures.items()}
        ),
        "pages": _told(sum((one.counts for one in mix.watchers), Counter())),
        "pages that stopped reading": _told(mix.stalled),
        "the database, MiB": f"{first.database_mib:.0f} → {last.database_mib:.0f}",
        "change streams, which are bounded, MiB": f"{first.streams_mib:.1f} → "
        f"{last.streams_mib:.1f}",
        **{one.what: _moved(one, can_tell=verdict.can_tell) for one in verdict.growths},
        **dict(_latencies(mix)),
    }


def _refusals(mix: Mix) -> dict[str, int]:
    return {
        f"{name} {status}": times
        for (name, status), times in mix.asking.answers.items()
        if status >= REFUSED_FROM
    }


def _moved(growth: Growth, *, can_tell: bool) -> str:
    trend = growth.trend
    if not can_tell:
        said = "too short to tell"
    elif trend.grows_beyond(growth.limit):
        said = "**grows**"
    else:
        said = "holds" if trend.is_within(growth.limit) else "cannot tell"
    return (
        f"{growth.first:.1f} → {growth.last:.1f}, {trend.slope:+.2f} ± {trend.noise:.2f} an hour "
        f"(≤ {growth.limit:g}): {said}"
    )


def _latencies(mix: Mix) -> Iterator[tuple[str, str]]:
    """Tell each question's percentiles: the median of all samples', and the worst p99."""
    samples = mix.sampler.samples[1:]
    for name in sorted({name for sample in samples for name in sample.latencies_ms}):
        seen = [sample.latencies_ms[name] for sample in samples if name in sample.latencies_ms]
        p50, p99 = (sorted(column)[len(seen) // 2] for column in zip(*seen, strict=True))
        worst = max(one for _, one in seen)
        yield f"{name}: p50, p99, worst p99, ms", f"{p50:g}, {p99:g}, {worst:g}"


def _told(counts: Mapping[str, int]) -> str:
    return ", ".join(f"{what} {times}" for what, times in sorted(counts.items())) or "none"

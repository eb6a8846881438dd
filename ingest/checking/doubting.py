"""Doubting: what readers are to doubt of a lot, by the verdicts that stand and what each does."""

from collections.abc import Iterable

from parking.checking.effects import EFFECTS
from parking.live.doubt_register import ANY_SOURCE, Doubt, bits_of
from parking.storage.postgres.feed_verdicts import VerdictKey


def doubts_from(standing: Iterable[VerdictKey]) -> tuple[Doubt, ...]:
    """Return the doubts by source, in order; none of a source against which nothing stands.

    A verdict that is of no source is of the lot, whoever tells of it.
    """
    by_source: dict[int, Doubt] = {}
    for key in standing:
        source_key = ANY_SOURCE if key.source_key is None else key.source_key
        before = by_source.get(source_key, Doubt(source_key, 0))
        by_source[source_key] = _with_bay(before, key) if key.space_code else _with(before, key)
    return tuple(by_source[source_key] for source_key in sorted(by_source))


def _with(before: Doubt, key: VerdictKey) -> Doubt:
    effect = EFFECTS.get(key.rule)
    if effect is None:  # another release's rule
        return before
    return Doubt(
        before.source_key,
        before.flags | bits_of(effect.flags),
        before.withheld or effect.withheld,
        max(before.percent, effect.percent),
        before.spaces,
        before.counted and effect.counted,
    )


def _with_bay(before: Doubt, key: VerdictKey) -> Doubt:
    """A bay that says nothing makes the lot's interval wider by itself."""
    flag = bits_of({"flapping" if key.rule == "flapping" else "suspect"})
    return Doubt(
        before.source_key, before.flags | flag, before.withheld, before.percent,
        before.spaces + 1, before.counted,
    )  # fmt: skip

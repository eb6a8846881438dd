"""Words: how an effect was told, what that takes for granted, what was left out; both languages."""

from collections.abc import Iterator
from typing import Final

from msgspec import Struct

from parking.planning.compare.comparison import FEWEST_DAYS, Comparison, Interval
from parking.planning.compare.gap import FEWEST_CONTROLS
from parking.planning.compare.outcomes import Outcome

WIDE: Final = 1.15
"""From so much on a widened interval is worth a word."""
_BELL_FROM: Final = 19
"""With as many controls an effect at 95 % is seen by its rank alone."""


class Left(Struct, frozen=True):
    """Days that count, and what was left out: days that are not known of the treated place, days of
    a class that it is known of on one side only, and places known on too few of the days.
    """

    days_before: int
    days_after: int
    unknown_days: int
    other_days: int
    places: int


def notes_of(told: Comparison, left: Left) -> tuple[str, ...]:
    """Say everything that must be said beside it, "English · 中文"."""
    said = [*_untold(left)] if told.interval is None else [*_of_effect(told, told.interval)]
    return (*said, *_left_out(left))


def _untold(left: Left) -> Iterator[str]:
    yield (
        f"No effect can be told: {left.days_before} days before and {left.days_after} after can be "
        f"compared; {FEWEST_DAYS} on each side and {FEWEST_CONTROLS} controls that are known and "
        "that move at all are needed."
        f" · 无法给出效果：可比日数为此前 {left.days_before} 天、此后 {left.days_after} 天；"
        f"两侧各需至少 {FEWEST_DAYS} 天，并需至少 {FEWEST_CONTROLS} 个数据充分且有变化的对照。"
    )


def _of_effect(told: Comparison, interval: Interval) -> Iterator[str]:
    count = len(told.controls)
    yield _method(count, told.confidence)
    if not interval.is_seen:
        least = amount(told.outcome, (interval.high - interval.low) / 2)
        yield (
            "No effect can be told from chance: zero lies within the interval. One of less than "
            f"{least[0]} would not be seen with these days and places."
            " · 未发现可与偶然波动区分的效果：区间包含零。"
            f"以现有日数和对照，小于{least[1]}的变化无法识别。"
        )
    yield from _doubts(told, interval)
    yield (
        "Whatever else changed at this place alone and at the same time is in the effect as well."
        " · 同一时间仅在该处发生的其他变化也会计入效果。"
    )


def _method(count: int, confidence: float) -> str:
    percent = f"{100 * confidence:g}"
    return (
        f"Difference in differences: its change less the average change of the {count} places "
        f"most like it before. The interval is {percent} % by Student's t over their changes; each "
        "place counts once, however alike its days are."
        f" · 双重差分：自身变化减去此前最相似的 {count} 个对照的平均变化；"
        f"区间为 {percent} %，由各对照的变化按 t 分布得出，每个对照只计一次，不受逐日相关影响。"
    )


def _doubts(told: Comparison, interval: Interval) -> Iterator[str]:
    count = len(told.controls)
    if count < _BELL_FROM:
        yield (
            f"With {count} controls the interval takes for granted that changes of places are "
            f"spread like a bell; their ranks alone cannot say less than 1 in {count + 1}."
            f" · 对照仅 {count} 个，区间依赖各处变化近似正态的假定；"
            f"仅凭名次最多只能达到 1/{count + 1}。"
        )
    if interval.widening >= WIDE:
        yield (
            "It moves more from day to day than its controls; the interval is "
            f"{interval.widening:.1f} times as wide for it."
            f" · 该处逐日波动大于对照，区间已放宽至 {interval.widening:.1f} 倍。"
        )
    if told.earlier is not None and told.earlier.is_seen:
        by = amount(told.outcome, told.earlier.effect)
        yield (
            f"Beware: it had parted from its controls before anything was changed, by {by[0]} "
            "within the time before. The effect may be the same going on."
            f" · 注意：措施之前该处与对照已出现{by[1]}的分化，所示效果可能只是其延续。"
        )
    if _is_beyond(told):
        yield (
            "Beware: before, it lay outside the range of all its controls; nothing quite like it "
            "was found. · 注意：此前该处水平超出全部对照的范围，没有真正相似的对照。"
        )


def _is_beyond(told: Comparison) -> bool:
    levels = [control.level.before for control in told.controls]
    return told.treated is not None and not min(levels) <= told.treated.before <= max(levels)


def _left_out(left: Left) -> Iterator[str]:
    if left.unknown_days:
        yield (
            f"Days left out as under 80 % of them is known: {left.unknown_days}."
            f" · 因已知率低于 80 % 未计入的日数：{left.unknown_days}。"
        )
    if left.other_days:
        yield (
            "Days left out as days of their class are known on one side only, or as few controls "
            f"are known of them: {left.other_days}."
            f" · 因其日期类别只在一侧有数据、或多数对照当日未知而未计入的日数：{left.other_days}。"
        )
    if left.places:
        yield (
            f"Places that could be no controls as too few of their days are known: {left.places}."
            f" · 因已知日数不足未作为对照的处数：{left.places}。"
        )


def amount(outcome: Outcome, value: float) -> tuple[str, str]:
    """Say how much an effect is, in English and Chinese."""
    if outcome == "turnover":
        return f"{value:.2f} vehicles per space and day", f"每泊位每日 {value:.2f} 车次"
    return f"{100 * value:.1f} percentage points", f" {100 * value:.1f} 个百分点"

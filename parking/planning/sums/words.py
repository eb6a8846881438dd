"""Words: what is said of a lot that is a sum of others, or is none. English and Chinese."""

from collections.abc import Mapping, Sequence
from typing import Any, Final

MOST_NAMED: Final = 5
"""Parts that are named; of the others it is said how many they are."""
NOTHING: Final = (
    "nothing is said of this lot: it is counted as a lot of its own"
    " · 该停车场未作汇总说明，按独立停车场计入"
)
_NO_SUM: Final = (
    "somebody said that it is no sum of others: it is counted · 已声明并非汇总，按独立停车场计入"
)


def told_of_sum(
    parts: Sequence[str], evidence: Mapping[str, Any] | None, *, is_aggregate: bool
) -> str:
    """Say by whose word a lot is a sum of which lots, and so is not counted beside them.

    `evidence` is an `Agreement` as an object, where the platform found it by itself.
    """
    if not is_aggregate:
        return _NO_SUM
    english, chinese = _named(parts)
    if evidence is None:
        return (
            f"somebody said that it is the sum of {english}: it is not counted beside them"
            f" · 已声明为{chinese}的汇总，不重复计入"
        )
    hours, equal = evidence["hours"], evidence["equal"]
    return (
        f"in {equal} of {hours} hours its spaces and cars were the sum of those of {english}:"
        " it is not counted beside them"
        f" · 在 {hours} 个小时中的 {equal} 个，其泊位与车辆数等于{chinese}之和，不重复计入"
    )


def _named(parts: Sequence[str]) -> tuple[str, str]:
    if not parts:
        return "lots that are not named", "未列明的停车场"
    more = len(parts) - MOST_NAMED
    if more <= 0:
        return ", ".join(parts), "、".join(parts)
    named = parts[:MOST_NAMED]
    return f"{', '.join(named)} and {more} more", f"{'、'.join(named)}等 {len(parts)} 个停车场"

"""Words: what proposals assume and what they leave out, said in both languages."""

from typing import Final

from parking.planning.tidal.limits import (
    FAR_ACCEPTED,
    KNOWN_SHARE,
    NEAR_SHARE,
    QUIET_FROM_H,
    QUIET_UNTIL_H,
    Limits,
)
from parking.planning.tidal.profile import Profile
from parking.sharing.terms import DayClass

_CLASS_ZH: Final[dict[DayClass, str]] = {
    "workday": "工作日",
    "weekend": "周末",
    "holiday": "节假日",
}


def assumptions(limits: Limits) -> tuple[str, ...]:
    """Say everything that an expected effect takes for granted, "English · 中文"."""
    said = [_wanted(limits), _once(), _owner(limits), _uptake(limits), _walk(limits), _days()]
    return (*said, _nights()) if limits.quiet_nights else tuple(said)


def notes(profile: Profile, limits: Limits) -> tuple[str, ...]:
    """Say for which classes of days nothing is proposed, and why."""
    return tuple(
        f"Nothing is proposed for {name}s: {days.size} of them in the period, "
        f"{limits.min_days} are needed."
        f" · 不为{_CLASS_ZH[name]}提出建议：期间内只有 {days.size} 天，"
        f"至少需要 {limits.min_days} 天。"
        for name, days in profile.days.items()
        if days.size < limits.min_days
    )


def _wanted(limits: Limits) -> str:
    share, target = round(100 * limits.wanted_share, 1), round(100 * limits.target)
    return (
        f"A full lot wants {share} % more spaces, which would bring it down to {target} %. "
        "Queues are not seen; where they are long, more is wanted than is said here."
        f" · 满位停车场按再需 {share} % 的泊位计（降至 {target} %）。"
        "排队车辆不可见，实际需求可能更大。"
    )


def _once() -> str:
    return (
        "A space-hour opened relieves one full space-hour at most, and none is counted for two "
        "lenders. What is free at lots open to everybody nearby counts first."
        " · 一个开放泊位小时至多缓解一个满位泊位小时，不重复计入两个出借方；"
        "附近对所有人开放的空位先行抵扣。"
    )


def _owner(limits: Limits) -> str:
    share, known = round(100 * limits.margin_share), round(100 * KNOWN_SHARE)
    return (
        f"The owner keeps all that was taken on the busiest day, and {share} % of the spaces "
        f"({limits.margin_spaces} at least). Unknown time is never idle; {known} % must be known."
        f" · 业主保留最忙一天的全部占用，另留 {share} % 余量（至少 {limits.margin_spaces} 个）；"
        f"未知时段不算空闲，已知时间须达 {known} %。"
    )


def _uptake(limits: Limits) -> str:
    share = round(100 * limits.uptake)
    return (
        f"Of the spaces opened at most {share} % are used at a time: assumed, not measured."
        f" · 开放的泊位同一时刻至多有 {share} % 得到使用（假设，非实测）。"
    )


def _walk(limits: Limits) -> str:
    near, far = round(NEAR_SHARE * limits.max_walk_m), limits.max_walk_m
    share = round(100 * FAR_ACCEPTED)
    return (
        f"Everybody walks {near} m, {share} % walk up to {far} m. Distances are as the crow "
        "flies: look at rivers, railways and walls before you ask an owner."
        f" · 人人愿步行 {near} 米，{share} % 愿步行至 {far} 米。"
        "距离为直线距离，请先核对河流、铁路和围墙。"
    )


def _days() -> str:
    return (
        "Days to come are like those looked at. The range is of eight in ten of these days; what "
        "was chosen for having been good on them may turn out somewhat less good."
        " · 假定今后与所分析的日子相似。区间涵盖其中十分之八的日子；"
        "因按这些日子择优，实际可能略低。"
    )


def _nights() -> str:
    return (
        f"Nobody comes or goes from {QUIET_FROM_H}:00 to 0{QUIET_UNTIL_H}:00: whoever stands "
        "there by night came before."
        f" · {QUIET_FROM_H}:00 至次日 0{QUIET_UNTIL_H}:00 不进出：夜间停放的车辆均在此前驶入。"
    )

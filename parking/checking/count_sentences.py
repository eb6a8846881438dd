"""Count sentences: what is told of a lot's counts that cannot be right."""

from typing import Final

from parking.checking.sentence import COLUMN_MEND, COUNTER_MEND, EMPTY_MEND, Sentence
from parking.checking.verdict import Rule
from parking.words import Words

COUNT_SENTENCES: Final[dict[Rule, tuple[Sentence, ...]]] = {
    "frozen": (
        Sentence(
            ("movements",),
            Words(
                "道闸已记录 {movements} 次进出（净 {net}），余位却一直不变",
                "{movements} vehicles passed the gates (net {net}), and the count has not moved",
            ),
            COUNTER_MEND,
        ),
        Sentence(
            ("hours", "expected_changes"),
            Words(
                "余位已 {hours} 小时没有变化，平时这段时间应变化约 {expected_changes} 次",
                "the count has not moved for {hours} h, in which it usually changes about"
                " {expected_changes} times",
            ),
            COUNTER_MEND,
        ),
    ),
    "inverted": (
        Sentence(
            ("before", "after"),
            Words(
                "余位从 {before} 一下子变为约 {after}，正好是占用数：空余与占用写反了",
                "the count jumped from {before} to about {after}, which is what was occupied:"
                " free and occupied have been swapped",
            ),
            COLUMN_MEND,
        ),
        Sentence(
            ("wrong",),
            Words(
                "{wrong}% 的时候车辆驶入余位反而增加，驶出反而减少",
                "in {wrong} % of cases the count rises as cars come in, and falls as they leave",
            ),
            COLUMN_MEND,
        ),
        Sentence(
            ("night", "day"),
            Words(
                "夜间空余 {night}%、白天空余 {day}%，与这类停车场正好相反",
                "{night} % are free by night and {day} % by day, the reverse of such lots",
            ),
            COLUMN_MEND,
        ),
        Sentence(
            ("hours",),
            Words(
                "{hours} 小时以来余位的变化与平时正好相反：该增时减，该减时增",
                "for {hours} h the count has moved against what is usual: down where it goes up,"
                " and up where it goes down",
            ),
            COLUMN_MEND,
        ),
    ),
    "clamped": (
        Sentence(
            ("free", "capacity"),
            Words(
                "上报余位 {free} 一再超出 0 至 {capacity} 的范围，只能按上下限显示",
                "a count of {free} is again and again outside 0 to {capacity}, and is cut to it",
            ),
            Words(
                "请核对登记的泊位总数，并校准计数",
                "check the registered capacity, and recount the lot",
            ),
        ),
        Sentence(
            ("hours", "expected_changes"),
            Words(
                "余位停在上限或下限已 {hours} 小时，平时这段时间应变化约 {expected_changes} 次",
                "the count has stood at full or empty for {hours} h, in which it usually changes"
                " about {expected_changes} times",
            ),
            COUNTER_MEND,
        ),
    ),
    "drifting": (
        Sentence(
            ("movements", "per_thousand"),
            Words(
                "道闸计数与余位每千次进出相差 {per_thousand}，近 {movements} 次累计 {drift}",
                "gates and counts differ by {per_thousand} in a thousand vehicles, {drift} over the"
                " last {movements}",
            ),
            COUNTER_MEND,
        ),
        Sentence(
            ("nights",),
            Words(
                "{nights} 个夜晚以来，深夜余位持续朝一个方向移动，累计 {drift}",
                "over {nights} nights what is free at night has moved one way, by {drift}",
            ),
            COUNTER_MEND,
        ),
    ),
    "flapping": (
        Sentence(
            ("low", "high"),
            Words(
                "余位在 {low} 与 {high} 之间来回跳动，已 {times} 次",
                "the count jumps to and fro between {low} and {high}, {times} times so far",
            ),
            Words(
                "请检查是否有两套设备或程序在上报同一停车场",
                "check whether two devices or programs report this lot",
            ),
        ),
        Sentence(
            ("short_stays",),
            Words(
                "该泊位 10 分钟内变化 {times} 次，其中 {short_stays} 次停留不足半分钟",
                "the bay changed {times} times in ten minutes, with {short_stays} stays of under"
                " half a minute",
            ),
            Words("请检查该泊位的检测器", "look at the sensor of this bay"),
        ),
    ),
    "impossible": (
        Sentence(
            ("most_free", "capacity", "percent"),
            Words(
                "登记的泊位总数 {capacity} 看来偏小：最近一天约 {percent}% 的时间余位超过它，"
                "最多为 {most_free}",
                "the registered capacity of {capacity} seems too small: some {percent} % of the"
                " last day more spaces were free than that, up to {most_free}",
            ),
            Words(
                "请登记实际的泊位总数，不应小于 {most_free}",
                "register the true capacity, which is {most_free} at least",
            ),
        ),
        Sentence(
            ("change", "seconds"),
            Words(
                "余位在 {seconds} 秒内变化 {change}，没有这么多车能通过",
                "the count changed by {change} in {seconds} s; so many vehicles cannot have passed",
            ),
            COUNTER_MEND,
        ),
        Sentence(
            ("free", "capacity"),
            Words(
                "余位 {free} 与泊位总数 {capacity} 不可能同时成立",
                "{free} free of {capacity} cannot be",
            ),
            Words(
                "请核对登记的泊位总数和上报的余位",
                "check the registered capacity and the count that is sent",
            ),
        ),
    ),
    "missing_as_zero": (
        Sentence(
            ("before",),
            Words(
                "余位从 {before} 一下子变为 0，这不是停满，而是没有数据",
                "the count fell from {before} to 0 at once: that is a missing value, no full lot",
            ),
            EMPTY_MEND,
        ),
        Sentence(
            ("lots", "of"),
            Words(
                "{of} 个停车场中有 {lots} 个同时为 0：这不是停满，而是没有数据",
                "{lots} of {of} lots say 0 at once: that is no full city but missing values",
            ),
            EMPTY_MEND,
        ),
    ),
    "stuck_bay": (
        Sentence(
            ("bay", "hours"),
            Words(
                "泊位 {bay} 已 {hours} 小时没有变化，而附近 {neighbours} 个泊位一直在变化",
                "bay {bay} has not changed for {hours} h, while {neighbours} bays beside it have",
            ),
            Words("请检查该泊位的检测器", "look at the sensor of this bay"),
        ),
    ),
}

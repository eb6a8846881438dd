"""What each rule of the self-checks finds, in a short sentence of both languages."""

from typing import Final

from parking.checking.verdict import Rule
from parking.words import Words

RULE_NAMES: Final[dict[Rule, Words]] = {
    "frozen": Words(
        "余位长时间不变", "The count has not moved for longer than it ever stands still"
    ),
    "frozen_feed": Words(
        "整个数据源内容长时间不变", "All counts of the feed stand still, and it goes on answering"
    ),
    "inverted": Words("疑似把占用报成空闲", "Free and occupied seem to be swapped"),
    "clamped": Words("余位被截断在上限或下限", "The count stands at its bound, full or empty"),
    "drifting": Words("计数逐渐偏离实际", "The count drifts away from what is there"),
    "flapping": Words("状态反复跳变", "The count jumps to and fro"),
    "offline": Words("静默超过其惯常间隔", "Silent for longer than it ever is"),
    "impossible": Words(
        "数值不可能出现", "The count cannot be: below none, above all, or too fast"
    ),
    "clock_shifted": Words("设备时钟或时区有误", "The device's clock or time zone is wrong"),
    "cloned": Words("两台设备使用同一身份", "Two devices report under one name"),
    "missing_as_zero": Words("缺数据被报成零", "What is not known is reported as nought"),
    "stuck_bay": Words("泊位传感器卡住", "A bay's sensor is stuck"),
    "duplicate": Words("与另一停车场疑似同一处", "It seems to be the same lot as another"),
    "aggregate": Words("其数量是其他停车场之和", "Its counts are the sum of other lots'"),
    "empty_publication": Words("发布内容为空", "What it publishes is empty"),
    "mass_change": Words(
        "大量停车场同时消失或改变", "A large part of its lots vanished or changed"
    ),
    "test_object": Words("疑似测试数据", "It looks like a test object"),
}

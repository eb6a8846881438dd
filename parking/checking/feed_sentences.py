"""Feed sentences: what is told of feeds, clocks and identities, and of lots listed twice."""

from typing import Final

from parking.checking.sentence import EMPTY_MEND, LINE_MEND, Sentence
from parking.checking.verdict import Rule
from parking.words import Words

FEED_SENTENCES: Final[dict[Rule, tuple[Sentence, ...]]] = {
    "frozen_feed": (
        Sentence(
            ("hours", "lots"),
            Words(
                "数据源仍有响应，但其 {lots} 个停车场的余位已 {hours} 小时全部不变",
                "the feed answers, but none of its {lots} lots has changed for {hours} h",
            ),
            Words(
                "请检查数据源是否仍在从设备更新",
                "check whether the feed is still filled from the devices",
            ),
        ),
    ),
    "offline": (
        Sentence(
            ("minutes",),
            Words(
                "已 {minutes} 分钟没有收到数据，平时约每 {usual_s} 秒一次",
                "nothing has been heard for {minutes} min; usually there is a report every"
                " {usual_s} s or so",
            ),
            LINE_MEND,
        ),
    ),
    "clock_shifted": (
        Sentence(
            ("hours", "seconds"),
            Words(
                "上报时间与到达时间相差 {seconds} 秒（约 {hours} 小时）：时区或时钟有误",
                "reports name a time {seconds} s (about {hours} h) before they arrive: a wrong zone"
                " or clock",
            ),
            Words(
                "请校准设备时钟，时间带上时区偏移，例如 +08:00",
                "set the device's clock, and send times with their offset, such as +08:00",
            ),
        ),
    ),
    "cloned": (
        Sentence(
            ("conflicts",),
            Words(
                "同一记录以不同内容上报了 {conflicts} 次：可能有两台设备共用一个身份",
                "the same record came {conflicts} times with another content: two devices may share"
                " one identity",
            ),
            Words(
                "请检查凭证是否被复制；更换密钥",
                "check whether the credential was copied; rotate the key",
            ),
        ),
        Sentence(
            ("turns",),
            Words(
                "序号或启动批次来回交替 {turns} 次：有两台设备在用同一身份上报",
                "serials or epochs went to and fro {turns} times: two devices speak under one name",
            ),
            Words(
                "请检查凭证是否被复制；更换密钥",
                "check whether the credential was copied; rotate the key",
            ),
        ),
    ),
    "duplicate": (
        Sentence(
            ("other", "correlation"),
            Words(
                "与 {other} 很可能是同一个停车场：余位同步变化（相关 {correlation}），只计一次",
                "most likely the same car park as {other}: their counts move together (correlation"
                " {correlation}); it is counted once",
            ),
            Words(
                "请确认两个来源是否登记了同一停车场，并保留其一",
                "see whether two sources have registered one car park, and keep one of them",
            ),
        ),
    ),
    "aggregate": (
        Sentence(
            ("hours", "equal"),
            Words(
                "{hours} 个小时中有 {equal} 个等于其他 {parts} 个停车场之和：是汇总，不重复计入",
                "in {equal} of {hours} hours it was the sum of {parts} other lots: it is counted in"
                " no total",
            ),
            Words("请声明它是汇总，或不再上报", "declare it as a sum, or report it no longer"),
        ),
    ),
    "empty_publication": (
        Sentence(
            ("before",),
            Words(
                "数据源返回了空内容，此前有 {before} 个停车场；保留上一次的好数据",
                "the feed was empty, where it had {before} lots; the last good state is kept",
            ),
            LINE_MEND,
        ),
    ),
    "mass_change": (
        Sentence(
            ("gone",),
            Words(
                "{of} 个停车场中有 {gone} 个突然消失；再次确认前保留上一次的好数据",
                "{gone} of {of} lots are gone at once; the last good state is kept until it is said"
                " again",
            ),
            Words("请确认这些停车场是否真的停用", "see whether these lots are really closed down"),
        ),
        Sentence(
            ("same",),
            Words(
                "{of} 个停车场中有 {same} 个余位同为 {value}；再次确认前保留上一次的好数据",
                "{same} of {of} lots have the same count, {value}; the last good state is kept"
                " until it is said again",
            ),
            EMPTY_MEND,
        ),
    ),
    "test_object": (
        Sentence(
            ("in", "word"),
            Words(
                "看起来是测试对象（{in} 含 {word}），不向公众显示",
                "this seems to be a test object ({word} in its {in}); it is not shown to anybody",
            ),
            Words("请删除，或改用真实名称", "remove it, or give it its real name"),
        ),
    ),
}

"""Messages about feeds: what an operator is told, as JSON and as a mail in its language. Pure."""

from collections.abc import Mapping, Sequence
from typing import Any, Final

from parking.clock import rfc3339
from parking.feeds.watch import Change, Event
from parking.words import Lang, Words

NAMED: Final = 20
"""Feeds that a sentence names; the list beside it has all."""
_SUBJECTS: Final[dict[Event, Words]] = {
    "feed.dead": Words("数据源中断：{who}", "Feed dead: {who}"),
    "feed.frozen": Words("数据源停滞：{who}", "Feed frozen: {who}"),
    "feed.back": Words("数据源恢复：{who}", "Feed back: {who}"),
}
_SENTENCES: Final[dict[Event, Words]] = {
    "feed.dead": Words(
        "数据源 {names} 已停止上报，其停车场对驾驶人显示为未知。请检查设备与网络。",
        "{names}: nothing is heard any more, and drivers are shown its lots as unknown. Look at the"
        " devices and the network.",
    ),
    "feed.frozen": Words(
        "数据源 {names} 仍在应答，但内容长时间不变，其余位不可信。请检查数据源系统。",
        "{names}: still answers, but has said the same for too long; its counts are not believed."
        " Look at the system that it comes from.",
    ),
    "feed.back": Words(
        "数据源 {names} 已恢复正常上报。", "{names}: reports are coming in again as they should."
    ),
}
_WHOLE: Final = Words(
    "运营方 {operator} 的全部数据源同时受影响。", "All feeds of {operator} are concerned at once."
)
_SILENT: Final = Words("最后一次上报", "last heard")
_TEST: Final = Words("这是一条测试消息，无需处理。", "This is a test; there is nothing to do.")
_TEST_SUBJECT: Final = Words("测试消息", "A test")


def message_of(
    event: Event,
    operator_id: str,
    changes: Sequence[Change],
    now_us: int,
    zone: str,
    *,
    is_whole: bool,
) -> dict[str, Any]:
    """Return the members of one message about feeds of one operator that changed together."""
    ids = sorted(change.seen.source_id for change in changes)
    names = ", ".join(ids[:NAMED]) + (f" +{len(ids) - NAMED}" if len(ids) > NAMED else "")
    told = _SENTENCES[event].filled({"names": names})
    if is_whole and len(ids) > 1:
        whole = _WHOLE.filled({"operator": operator_id})
        told = Words(whole.zh + told.zh, f"{whole.en} {told.en}")
    who = operator_id if is_whole and len(ids) > 1 else names
    heard = {change.seen.source_id: change.seen.heard_us for change in changes}
    return {
        "event": event,
        "at": rfc3339(now_us, zone),
        "operator": operator_id,
        "is_whole_operator": is_whole,
        "feeds": [
            {"source": name, "last_heard_at": rfc3339(us, zone) if (us := heard[name]) else None}
            for name in ids
        ],
        "subject": _SUBJECTS[event].filled({"who": who})._asdict(),
        "message": told._asdict(),
    }


def trial_message(operator_id: str, now_us: int, zone: str) -> dict[str, Any]:
    """Return the members of a message that an operator asks for to see whether it comes."""
    return {
        "event": "test",
        "at": rfc3339(now_us, zone),
        "operator": operator_id,
        "is_whole_operator": False,
        "feeds": [],
        "subject": _TEST_SUBJECT._asdict(),
        "message": _TEST._asdict(),
    }


def mail_of(body: Mapping[str, Any], lang: Lang) -> tuple[str, str]:
    """Return subject and text of a mail, in one language; the other one is below."""
    other: Lang = "en" if lang == "zh" else "zh"
    heard = {"zh": _SILENT.zh, "en": _SILENT.en}[lang]
    feeds = [
        f"- {feed['source']} ({heard}: {feed['last_heard_at'] or '–'})" for feed in body["feeds"]
    ]
    text = "\n".join(
        [body["message"][lang], "", *feeds, "", body["at"], "", body["message"][other]]
    )
    return f"OneLot · {body['subject'][lang]}", text + "\n"

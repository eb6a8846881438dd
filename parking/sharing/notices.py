"""Notices: what a driver or an owner is told, in both languages, made from a kind and its facts.

It knows no booking and no store. Facts are what whoever tells has at hand; a fact that is missing
leaves a dash, and a kind that is unknown has general words, so that nobody is ever told nothing.

Facts that most kinds have: `lot`, `lot_en` (names), `space_code`, `from`, `to` (RFC 3339).
"""

from collections.abc import Mapping
from typing import Any, Final

from msgspec import Struct

MISSING: Final = "–"
_MINUTE: Final = len("2026-12-01T19:30")
_MOMENTS: Final = ("from", "to", "until")


class Words(Struct, frozen=True):
    """A heading and a sentence or two, in English and Chinese."""

    title: str
    title_zh: str
    text: str
    text_zh: str


def words(kind: str, facts: Mapping[str, Any]) -> Words:
    """Return what a notice says; times are shown as they are written, in the lot's own zone."""
    told = KINDS.get(kind, GENERAL)
    english = _Facts({**facts, "lot": facts.get("lot_en") or facts.get("lot")})
    chinese = _Facts({"reason_zh": facts.get("reason"), **facts})
    added = [more for fact, more in ADDED.items() if facts.get(fact)]
    return Words(
        told.title,
        told.title_zh,
        " ".join(part.format_map(english) for part in (told.text, *(more[0] for more in added))),
        "".join(part.format_map(chinese) for part in (told.text_zh, *(more[1] for more in added))),
    )


class _Facts(dict[str, object]):
    """Facts as a sentence shows them."""

    def __getitem__(self, name: str) -> str:
        value = self.get(name)
        if value is None or value == "":
            return MISSING
        if name.endswith(_MOMENTS):
            return str(value)[:_MINUTE].replace("T", " ")
        return str(value)


GENERAL: Final = Words(
    "News of a booking", "预订有新消息",
    "Something changed at {lot}, space {space_code}.", "{lot} {space_code} 车位有变动。",
)  # fmt: skip
ADDED: Final = {
    "alternatives": ("Other spaces are free for you then.", "该时段有其他车位可供选择。"),
    "most": (
        "This is overstay {count}; {most} bar the plate from free sharing.",
        "这是第 {count} 次超时，累计 {most} 次将暂停免费共享资格。",
    ),
}
"""What a notice says besides where it has that fact."""

KINDS: Final[dict[str, Words]] = {
    # For the driver who stays.
    "stay-ends": Words(
        "Your stay ends soon", "停车即将到时",
        "Your stay at {lot}, space {space_code}, ends at {to}, in {minutes} min. "
        "Please leave by then, or extend it if nobody comes after you.",
        "您在{lot} {space_code} 车位的停放将于 {to} 结束，还有 {minutes} 分钟。"
        "请按时驶离；若其后无人预订，可以延长。",
    ),
    "overstay": Words(
        "You have overstayed", "您已超时停放",
        "Your stay at {lot}, space {space_code}, ended at {to}. Please leave now: others wait for "
        "the space.",
        "您在{lot} {space_code} 车位的停放已于 {to} 结束，请立即驶离，后续车主正在等待。",
    ),
    "barred": Words(
        "Barred from free sharing", "已暂停免费共享资格",
        "This vehicle is barred from free shared spaces until {until} ({reason}). "
        "You may appeal to the platform's administrator.",
        "该车辆至 {until} 不得使用免费共享车位（{reason_zh}）。如有异议，可向平台管理员申诉。",
    ),
    "bar-lifted": Words(
        "Free sharing is open to you again", "已恢复免费共享资格",
        "The bar from free shared spaces was lifted: {reason}", "免费共享限制已解除：{reason_zh}",
    ),
    # For the driver who comes next.
    "at-risk": Words(
        "Your space may not be free in time", "您的车位可能无法按时空出",
        "The car at {lot}, space {space_code}, has not left, and no other space within reach is "
        "free from {from} to {to} yet. We keep looking. "
        "Until it begins you may cancel for nothing.",
        "{lot} {space_code} 车位上的车辆尚未驶离，附近暂无 {from} 至 {to} 可用的车位。"
        "我们会继续寻找，开始前您也可以免费取消。",
    ),
    "safe-again": Words(
        "Your space is free again", "您的车位已空出",
        "The car has left {lot}, space {space_code}. Your booking from {from} stands.",
        "{lot} {space_code} 车位上的车辆已驶离，您 {from} 起的预订照常有效。",
    ),
    "moved": Words(
        "Your booking was moved", "您的预订已换车位",
        "The space you booked is not free in time. Please go to {lot}, space {space_code}, from "
        "{from} to {to}. It costs you no more.",
        "您预订的车位无法按时空出，请改停{lot} {space_code} 车位，{from} 至 {to}，费用不增加。",
    ),
    "revoked": Words(
        "Your booking was taken back", "您的预订已被收回",
        "The booking at {lot}, space {space_code}, from {from} was taken back ({reason}). "
        "What you paid is returned.",
        "您在{lot} {space_code} 车位 {from} 起的预订已被收回（{reason_zh}），已付费用将退还。",
    ),
    "suspended": Words(
        "Sharing is suspended while you are booked", "预订时段内暂停共享",
        "{lot} suspends its shared spaces from {suspended_from} to {suspended_to}: {reason}.",
        "{lot}于 {suspended_from} 至 {suspended_to} 暂停共享：{reason}。",
    ),
    "suspension-lifted": Words(
        "All is as you booked", "预订照常有效",
        "{lot} shares its spaces as planned; your booking from {from} stands.",
        "{lot}已恢复共享，您 {from} 起的预订照常有效。",
    ),
    "space-wanted": Words(
        "The owner wants the space back", "业主希望收回车位",
        "The owner of {lot}, space {space_code}, needs it from {wanted_from} to {wanted_to}, while "
        "you are booked. Your booking stands unless you agree to another space.",
        "{lot} {space_code} 车位的业主希望在 {wanted_from} 至 {wanted_to} 使用该车位。"
        "除非您同意改停其他车位，您的预订照常有效。",
    ),
    "no-show": Words(
        "Your booking has lapsed", "您的预订已失效",
        "Nobody came to {lot}, space {space_code}, within 30 min of {from}; "
        "the space is given to others.",
        "{from} 后 30 分钟内未到{lot} {space_code} 车位，车位已释放。",
    ),
    "gate-silent": Words(
        "The gate never confirmed your booking", "道闸未确认您的预订",
        "The gate of {lot} did not confirm the booking from {from} in time. It has lapsed and "
        "costs you nothing.",
        "{lot}的道闸未能及时确认您 {from} 起的预订，预订已失效，不收取费用。",
    ),
    # For the owner.
    "space-overstayed": Words(
        "A car stays beyond its time", "共享车位被超时占用",
        "At {lot}, space {space_code}, a car has stayed beyond {to}.",
        "{lot} {space_code} 车位上的车辆已超过 {to} 仍未驶离。",
    ),
}  # fmt: skip
"""What each kind says."""

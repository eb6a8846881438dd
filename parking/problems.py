"""Problems: the closed catalogue of what can be wrong, and one of them as told to a caller.

It knows RFC 9457's members; how a problem travels is the doors' business.
"""

from dataclasses import dataclass
from typing import Final

PROBLEM_BASE: Final = "https://onelot.dev/problems/"
LONGEST: Final = 300
"""Characters of a detail or pointer that are told: both may quote what somebody sent."""


@dataclass(frozen=True, slots=True)
class ProblemType:
    """One line of the catalogue. `retryable`: the same request may succeed later, unchanged."""

    slug: str
    title: str
    title_zh: str
    status: int
    retryable: bool = False

    @property
    def uri(self) -> str:
        return PROBLEM_BASE + self.slug


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong with one request or one item of it; `pointer` is an RFC 6901 JSON pointer."""

    slug: str
    detail: str
    pointer: str | None = None
    status: int | None = None
    """Where this case answers with another status than its type usually does."""
    current: str | None = None
    """The state that the thing is in, where a step does not lead on from it."""

    @property
    def kind(self) -> ProblemType:
        return CATALOGUE[self.slug]

    @property
    def http_status(self) -> int:
        return self.status or self.kind.status

    def to_dict(self) -> dict[str, object]:
        """Return the problem as JSON members."""
        kind = self.kind
        said: dict[str, object] = {
            "type": kind.uri,
            "title": kind.title,
            "title_zh": kind.title_zh,
            "status": self.http_status,
            "detail": _within(self.detail),
            "retryable": kind.retryable,
        }
        if self.pointer is not None:
            said["pointer"] = _within(self.pointer)
        if self.current is not None:
            said["current"] = self.current
        return said


def _within(text: str) -> str:
    return text if len(text) <= LONGEST else text[:LONGEST] + "…"


class ProblemError(Exception):
    """The whole request cannot be taken."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(problem.detail)
        self.problem = problem


_TYPES: Final = (
    ProblemType("bad-json", "Not valid JSON", "不是有效的 JSON", 400),
    ProblemType("bad-request", "The request cannot be understood", "无法理解该请求", 400),
    ProblemType("missing-field", "A required field is missing", "缺少必填字段", 422),
    ProblemType("bad-field", "A field has a wrong value", "字段取值有误", 422),
    ProblemType("naive-time", "A time without offset", "时间缺少时区", 422),
    ProblemType("bad-time", "Not an RFC 3339 time", "时间不符合 RFC 3339", 422),
    ProblemType("future-timestamp", "Observed in the future", "观测时间在未来", 422),
    ProblemType("too-old", "Observed too long ago", "观测时间过早", 422),
    ProblemType("archived-day", "That day is archived", "该日数据已归档", 422),
    ProblemType("unknown-lot", "Unknown lot", "未知停车场", 422),
    ProblemType("not-found", "Not found", "未找到", 404),
    ProblemType("gone", "No longer available", "已不存在", 410),
    ProblemType("count-out-of-range", "A count is out of range", "数量超出范围", 422),
    ProblemType("bad-coordinate", "Not a plausible position", "坐标不合理", 422),
    ProblemType("too-many-items", "Too many items in one request", "一次请求的条目过多", 413),
    ProblemType("too-many-cells", "Too many cells in one view", "视野内网格过多", 422),
    ProblemType("body-too-large", "The body is too large", "请求体过大", 413),
    ProblemType("header-too-large", "The headers are too large", "请求头过大", 431),
    ProblemType("unsupported-media", "Unsupported media type or encoding", "不支持的媒体类型", 415),
    ProblemType("unauthorized", "A valid key is required", "需要有效密钥", 401),
    ProblemType("forbidden", "This key may not do that", "该密钥无此权限", 403),
    ProblemType("method-not-allowed", "Method not allowed", "不允许的请求方法", 405),
    ProblemType("conflict", "Conflicts with what is stored", "与已存内容冲突", 409),
    ProblemType("illegal-step", "Its state does not allow that", "当前状态不允许该操作", 409),
    ProblemType("not-available", "Not open for sharing at that time", "该时段未开放共享", 409),
    ProblemType("slot-taken", "Taken by somebody else", "该时段已被预订", 409),
    ProblemType("no-movement", "No coming and going at that time", "该时段禁止车辆进出", 409),
    ProblemType("space-occupied", "Another car is in the space", "泊位仍被占用", 409),
    ProblemType("hold-quota", "Too many holds at once", "占位过多", 429),
    ProblemType("barred", "Barred from free sharing", "已被限制使用免费共享泊位", 403),
    ProblemType("idempotency-key-missing", "Idempotency-Key is required", "缺少幂等键", 400),
    ProblemType("idempotency-key-reused", "Idempotency-Key was used before", "幂等键已被使用", 422),
    ProblemType("unresolved", "Means a record that is not there", "所指的记录不存在", 409),
    ProblemType("clock-not-manual", "The clock is not manual", "时钟不是手动模式", 409),
    ProblemType("rate-limited", "Too many requests", "请求过于频繁", 429, retryable=True),
    ProblemType("limit-exceeded", "A limit was exceeded", "超出限制", 429),
    ProblemType("bad-message", "The message cannot be understood", "无法理解该消息", 400),
    ProblemType("unavailable", "Temporarily unavailable", "暂时不可用", 503, retryable=True),
    ProblemType("internal", "Our fault", "内部错误", 500, retryable=True),
)

CATALOGUE: Final[dict[str, ProblemType]] = {kind.slug: kind for kind in _TYPES}
"""Every type there is, by slug; served as a page each."""

"""Health of a feed: how long it has been silent, held against how often it speaks. Pure.

The bounds are those by which readers are shown a lot's figures: docs/feeds/operators.md has them.
"""

from typing import Final, Literal, NamedTuple, get_args

from parking.clock import SECOND_US
from parking.live.freshness import freshness_at
from parking.vocabulary import Freshness
from parking.words import Words

FeedState = Literal["live", "aging", "stale", "dead", "unknown"]
FEED_STATES: Final[tuple[FeedState, ...]] = get_args(FeedState)
CONSOLE: Final = "console"

_OF_SILENCE: Final[dict[Freshness, FeedState]] = {
    "live": "live",
    "aging": "aging",
    "stale": "stale",
    "unknown": "dead",
}
_REASONS: Final[dict[FeedState, Words]] = {
    "live": Words(
        "{age}前有上报，仍在{ttl}的时效之内。",
        "It spoke {age} ago, within the {ttl} that it is believed for.",
    ),
    "aging": Words(
        "已静默{age}，超过{ttl}的时效；余位仍显示，但区间放宽。",
        "It has been silent for {age}, longer than the {ttl} that it is believed for; its counts"
        " are still shown, with a wider interval.",
    ),
    "stale": Words(
        "已静默{age}，时效为{ttl}；余位不再显示为实时。",
        "It has been silent for {age}, and is believed for {ttl}; its counts are no longer shown as"
        " live.",
    ),
    "dead": Words(
        "已静默{age}，时效为{ttl}；其停车场显示为未知。",
        "It has been silent for {age}, and is believed for {ttl}; its lots are shown as unknown.",
    ),
    "unknown": Words(
        "没有任何停车场的当前数据来自该数据源。",
        "It speaks for no lot: nothing was heard of it yet, or all of its lots are another's now.",
    ),
}
_OF_PEOPLE: Final = Words(
    "人工录入，无需定时上报。", "People type in here; its silence says nothing."
)
_UNITS: Final = (
    (86_400, Words("{n} 天", "{n} d")),
    (3_600, Words("{n} 小时", "{n} h")),
    (60, Words("{n} 分钟", "{n} min")),
    (1, Words("{n} 秒", "{n} s")),
)
_ENOUGH: Final = 2
"""So many of a unit are told in it: 90 s rather than 1 min."""


class Health(NamedTuple):
    """How a feed does, and a sentence that says why it is thought so."""

    state: FeedState
    reason: Words


def health_of(heard_us: int, ttl_s: float, now_us: int, *, kind: str = "http") -> Health:
    """Judge a feed by when it was last heard (0: never) and how long it is believed."""
    if kind == CONSOLE:
        return Health("unknown", _OF_PEOPLE)
    if not heard_us:
        return Health("unknown", _REASONS["unknown"])
    age_s = max(0, now_us - heard_us) / SECOND_US
    state = _OF_SILENCE[freshness_at(age_s, ttl_s)]
    age, ttl = lasting(age_s), lasting(ttl_s)
    places = ({"age": age.zh, "ttl": ttl.zh}, {"age": age.en, "ttl": ttl.en})
    told = _REASONS[state]
    return Health(state, Words(told.zh.format_map(places[0]), told.en.format_map(places[1])))


def lasting(seconds: float) -> Words:
    """Tell how long something lasts, in the largest unit of which there are two or more."""
    for size, words in _UNITS:
        if seconds >= _ENOUGH * size or size == 1:
            return words.filled({"n": round(seconds / size)})
    raise AssertionError

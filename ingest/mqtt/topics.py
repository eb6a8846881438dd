"""The topics that operators publish on, as docs/feeds/mqtt.md has them. Knows no payload."""

import re
from dataclasses import dataclass
from typing import Final, Literal, TypeAlias

ROOT: Final = "onelot/v1/operators"
REFUSALS: Final = "onelot/v1/refusals"
SUBSCRIPTION: Final = f"{ROOT}/+/#"
"""All of it, so that what is published on no topic of ours is refused aloud and not unheard."""
Subject: TypeAlias = Literal["reports", "lot", "bay", "lane", "heartbeat", "lorawan"]

_LOT: Final = r"lots/(?P<lot_id>[^/]+)"
_FORMS: Final[tuple[tuple[Subject, re.Pattern[str]], ...]] = (
    ("bay", re.compile(_LOT + r"/bays/(?P<name>[^/]+)")),
    ("lane", re.compile(_LOT + r"/lanes/(?P<name>[^/]+)/totals")),
    ("lorawan", re.compile(r"lorawan(?:/.*)?", re.DOTALL)),
    ("lot", re.compile(_LOT + r"/reports")),
    ("heartbeat", re.compile(_LOT + r"/heartbeat")),
    ("reports", re.compile(r"reports")),
)


@dataclass(frozen=True, slots=True)
class Topic:
    """A topic taken apart. `name` is a bay's code or a lane's id."""

    operator_id: str
    subject: Subject
    lot_id: str = ""
    name: str = ""


def operator_of(topic: str) -> str:
    """Return whose topic this is; the broker has seen to it that it is the publisher's."""
    return topic.removeprefix(f"{ROOT}/").partition("/")[0]


def read_topic(topic: str) -> Topic | None:
    """Take a topic apart; None for one that is not among ours."""
    if not topic.startswith(f"{ROOT}/"):
        return None
    operator_id, _, rest = topic.removeprefix(f"{ROOT}/").partition("/")
    for subject, form in _FORMS:
        found = form.fullmatch(rest)
        if found is not None:
            return Topic(operator_id, subject, **found.groupdict())
    return None


def refusals_of(operator_id: str) -> str:
    """Name the topic on which an operator is told what was not taken."""
    return f"{REFUSALS}/{operator_id}"

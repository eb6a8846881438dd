"""Writes a message of a profile from facts under our names: the other way round, by hand.

It takes only what the profile says: the first free name of each field, words back to the vendor's,
times and money in the profile's own units.
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from ingest.interlink.profile import MessageForm, Profile

TIMES = {
    "observed_at", "sent_at", "entered_at", "left_at", "target_observed_at", "corrected_at",
}  # fmt: skip
MONEY = {"amount_due", "amount_paid", "amount_discount"}


def render(
    profile: Profile, message: MessageForm, facts: Mapping[str, object]
) -> tuple[dict[str, Any], dict[str, object]]:
    """Return the body, and the facts that got a name of their own."""
    record: dict[str, Any] = {}
    kept: dict[str, object] = {}
    taken: set[str] = {name.casefold() for name in profile.envelope.type}
    for field, value in facts.items():
        candidates = message.fields.get(field, ())
        name = next((one for one in candidates if one.casefold() not in taken), None)
        if name is None or value is None or candidates[0].casefold() in taken:
            continue
        taken.add(name.casefold())
        kept[field] = value
        record[name] = written(profile, field, value)
    return wrapped(profile, message, [record]), kept


def wrapped(profile: Profile, message: MessageForm, records: list[dict]) -> dict[str, Any]:
    """Put records where the profile looks first, and name the message."""
    steps = [step for step in profile.envelope.records[0].split(".") if step]
    body: Any = records if steps else records[0]
    for step in reversed(steps):
        body = {step: body}
    if profile.envelope.type and message.types:
        body[profile.envelope.type[0]] = message.types[0]
    return body


def written(profile: Profile, field: str, value: object) -> object:
    if field in TIMES and isinstance(value, datetime):
        return time_of(profile, value)
    if field in MONEY:
        return value / 100 if profile.money == "yuan" else value
    words = profile.words.get(field, {})
    ours = str(value).casefold() if isinstance(value, bool) else value
    return next((word for word, meaning in words.items() if meaning == ours), value)


def time_of(profile: Profile, moment: datetime) -> object:
    match profile.time.form:
        case "seconds":
            return int(moment.timestamp())
        case "milliseconds":
            return str(int(moment.timestamp() * 1000))
        case _:
            return moment.astimezone(profile.time.zone).strftime("%Y-%m-%d %H:%M:%S")

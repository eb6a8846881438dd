"""Envelope: finds the records in a body, and which message each of them is."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from ingest.interlink.looking import Chain, Found, Layer, has, look
from ingest.interlink.profile import MessageForm, Profile
from ingest.interlink.received import UnreadableError, read_strictly

_JSON_START: Final = ("{", "[")


@dataclass(frozen=True, slots=True)
class Wrapped:
    """One record with what it is wrapped in, and where it stands (RFC 6901)."""

    chain: Chain
    pointer: str


def unwrap(document: object, profile: Profile) -> list[Wrapped | None]:
    """Return the records in order, None for an item that is no object.

    Of the paths that the profile names the first that leads to records counts. JSON that is kept
    as text within JSON is opened on the way. Raises UnreadableError where nothing is found.
    """
    for path in profile.envelope.records:
        found = _walk(document, [step for step in path.split(".") if step])
        if found is not None:
            return found
    raise UnreadableError("请求体中没有记录", "there is no record in the body")


def _walk(document: object, steps: list[str]) -> list[Wrapped | None] | None:
    chain: Chain = ()
    pointer = ""
    value = document
    for step in steps:
        if not isinstance(value, Mapping):
            return None
        chain = (Layer(value), *chain)
        found = look((step,), chain[:1])
        if found is None:
            return None
        value, pointer = _opened(found), f"{pointer}/{found.name}"
    if isinstance(value, Mapping):
        return [Wrapped((Layer(value), *chain), pointer)]
    if not isinstance(value, list) or not any(isinstance(item, Mapping) for item in value):
        return None
    return [
        Wrapped((Layer(item), *chain), f"{pointer}/{index}") if isinstance(item, Mapping) else None
        for index, item in enumerate(value)
    ]


def _opened(found: Found) -> object:
    if isinstance(found.value, str) and found.value.lstrip().startswith(_JSON_START):
        return read_strictly(found.value)
    return found.value


def message_of(profile: Profile, chain: Chain, named: str | None = None) -> MessageForm | None:
    """Tell which message a record is: by the address, by the envelope's type, by its fields."""
    if named is not None:
        return profile.message(named)
    said = look(profile.envelope.type, chain)
    if said is not None and isinstance(said.value, str | int):
        message = profile.message(str(said.value).strip())
        if message is not None:
            return message
    for message in profile.messages:
        is_complete = has(message.marks, chain) == len(message.marks)
        if message.marks and is_complete and not has(message.without, chain):
            return message
    return None

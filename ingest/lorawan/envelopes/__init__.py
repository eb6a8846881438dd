"""The networks that bring sensors' messages, each in a file of its own."""

from collections.abc import Callable, Iterator, Mapping
from itertools import count
from typing import Final, NamedTuple

from ingest.lorawan.envelopes import chirpstack, sigfox, thingpark, things_stack
from ingest.lorawan.fields import Members
from ingest.lorawan.uplink import Uplink
from parking.words import Words

_WRAPPERS: Final = ("result", "data", thingpark.WRAPPER)
"""Members that hold the message: a store's answer, an event, ThingPark's name for an uplink."""
_DEEPEST: Final = 3


class Envelope(NamedTuple):
    """One network. `likeness` is 0 to 1; `read` raises NotAnUplinkError, UnreadableUplinkError."""

    name: str
    title: Words
    likeness: Callable[[Members], float]
    read: Callable[[Members], Uplink]


ENVELOPES: Final = (
    Envelope("chirpstack", Words("ChirpStack 上行", "ChirpStack uplink"),
             chirpstack.likeness, chirpstack.read),
    Envelope("things_stack", Words("The Things Stack 上行", "The Things Stack uplink"),
             things_stack.likeness, things_stack.read),
    Envelope("thingpark", Words("Actility ThingPark 上行", "Actility ThingPark uplink"),
             thingpark.likeness, thingpark.read),
    Envelope("sigfox", Words("Sigfox 回调", "Sigfox callback"), sigfox.likeness, sigfox.read),
)  # fmt: skip


def envelope_of(message: Members) -> tuple[Envelope, float] | None:
    """Return the network that writes so, and how sure that is; None where none does."""
    found = [(envelope, envelope.likeness(message)) for envelope in ENVELOPES]
    best = max(found, key=lambda pair: pair[1])
    return best if best[1] > 0 else None


class TooManyMembersError(ValueError):
    """There is more in it than is looked at."""


def messages_of(json: object, *, at_most: int | None = None) -> Iterator[tuple[str, Members]]:
    """Yield each message with its pointer: alone, in a list, or in a wrapper that networks use.

    `at_most` so many values are looked at, messages or not; then TooManyMembersError is raised.
    """
    yield from _messages(json, "", 0, count() if at_most is None else iter(range(at_most)))


def _messages(
    json: object, pointer: str, depth: int, room: Iterator[int]
) -> Iterator[tuple[str, Members]]:
    if next(room, None) is None:
        raise TooManyMembersError
    if depth > _DEEPEST:
        return
    if isinstance(json, list):
        for index, item in enumerate(json):
            yield from _messages(item, f"{pointer}/{index}", depth + 1, room)
    elif isinstance(json, Mapping):
        if envelope_of(json) is not None:
            yield pointer, json
            return
        for name in filter(json.__contains__, _WRAPPERS):
            yield from _messages(json[name], f"{pointer}/{name}", depth + 1, room)

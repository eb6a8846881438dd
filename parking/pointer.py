"""Pointer: where in a document a typed decoder's complaint points, as RFC 6901 writes it."""

import re
from typing import Final

_PLACE: Final = re.compile(r" - at `\$(?P<path>[^`]*)`$")
_STEPS: Final = re.compile(r"[.\[\]]+")


def split_complaint(message: str) -> tuple[str, str]:
    """Return msgspec's message without its place, and the place as a pointer, "" for the whole."""
    place = _PLACE.search(message)
    if place is None:
        return message, ""
    steps = filter(None, _STEPS.split(place["path"]))
    return message[: place.start()], "".join(f"/{step}" for step in steps)

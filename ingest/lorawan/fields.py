"""Picks values out of networks' envelopes, which write the same thing in several ways."""

import base64
import re
from collections.abc import Mapping
from typing import Final, TypeAlias
from zoneinfo import ZoneInfo

from ingest.formats.moments import moment_of
from ingest.lorawan.uplink import UnreadableUplinkError

Members: TypeAlias = Mapping[str, object]

_SEPARATORS: Final = re.compile(r"[\s:.-]")
_HEX: Final = re.compile(r"(?:[0-9A-Fa-f]{2})*")
_HEX_ID: Final = re.compile(r"[0-9A-Fa-f]{1,16}")
_EUI_BYTES: Final = 8
_LONGEST_ID: Final = 64
_UTC: Final = ZoneInfo("UTC")
_FIRST: Final = "2009"


def pick(members: Members, *names: str) -> object:
    """Return the first of these members that is there and not null."""
    return next((members[name] for name in names if members.get(name) is not None), None)


def inner(members: Members, *names: str) -> Members:
    """Return a member that is an object; an empty one where there is none."""
    found = pick(members, *names)
    return found if isinstance(found, dict) else {}


def first(members: Members, name: str) -> Members:
    """Return the first object of a member that is a list of them."""
    found = members.get(name)
    items = found if isinstance(found, list) else [found]
    return next((item for item in items if isinstance(item, dict)), {})


def device_id(written: object) -> str:
    """Normalise an id; ids of networks that are base64 of eight bytes become hexadecimal."""
    text = str(written).strip() if isinstance(written, str | int) else ""
    bare = _SEPARATORS.sub("", text)
    if _HEX_ID.fullmatch(bare):
        return bare.upper()
    if text.endswith("="):
        eui = _from_base64(text)
        if eui is not None and len(eui) == _EUI_BYTES:
            return eui.hex().upper()
    if not 0 < len(text) <= _LONGEST_ID:
        raise UnreadableUplinkError(f"{text!r:.40} is no id of a device")
    return text


def whole(written: object) -> int | None:
    """Read a counter or a port, a number or digits."""
    if isinstance(written, bool) or not isinstance(written, int | float | str):
        return None
    try:
        return int(float(written))
    except (ValueError, OverflowError):
        return None


def moment(written: object) -> str | None:
    """Read a time; one without an offset is UTC, as networks have it.

    A time before there were such networks is that of a clock nobody has set.
    """
    found = moment_of(written, _UTC)
    return None if found is None or found[0] < _FIRST else found[0]


def from_hex(written: object) -> bytes:
    text = _SEPARATORS.sub("", written) if isinstance(written, str) else ""
    if not _HEX.fullmatch(text):
        raise UnreadableUplinkError(f"the payload {written!r:.40} is not hexadecimal")
    return bytes.fromhex(text)


def from_base64(written: object) -> bytes:
    found = _from_base64(written) if isinstance(written, str) else None
    if found is None:
        raise UnreadableUplinkError(f"the payload {written!r:.40} is not base64")
    return found


def _from_base64(text: str) -> bytes | None:
    try:
        return base64.b64decode(text.strip(), validate=True)
    except ValueError:
        return None

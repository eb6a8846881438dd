"""Opening hours from columns of beginnings and ends, as `opening_hours` writes them."""

import re
from collections.abc import Mapping
from typing import Final

from ingest.mapping.picking import Picker
from ingest.mapping.records import Record
from ingest.mapping.values import text_of

_ALWAYS: Final = "24/7"
_YES: Final = frozenset({"true", "ja", "yes", "1", "wahr", "x", "24/7", "是", "oui", "si", "sí"})
_DAYS: Final = (("Mo-Fr", "weekdays"), ("Sa", "saturday"), ("Su", "sunday"))
_CLOCK: Final = re.compile(r"(\d{1,2})(?:[:.](\d\d))?(?:[:.]\d\d)?(?:\s*uhr)?", re.IGNORECASE)
_LAST_HOUR: Final = 24


def hours_of(record: Record, pickers: Mapping[str, Picker]) -> str | None:
    """Return OSM opening hours; None where the record has none. ValueError for what is no time."""
    if "always" in pickers and (text_of(pickers["always"](record)) or "").casefold() in _YES:
        return _ALWAYS
    rules = []
    for days, prefix in _DAYS:
        begins = _clock(record, pickers, f"{prefix}_from")
        ends = _clock(record, pickers, f"{prefix}_to")
        if begins is not None and ends is not None:
            rules.append(f"{days} {begins}-{'24:00' if ends == '00:00' else ends}")
    return "; ".join(rules) or None


def _clock(record: Record, pickers: Mapping[str, Picker], name: str) -> str | None:
    text = text_of(pickers[name](record)) if name in pickers else None
    if text is None:
        return None
    found = _CLOCK.fullmatch(text)
    if found is None or int(found[1]) > _LAST_HOUR:
        raise ValueError(f"{text!r:.40} is no time of day")
    return f"{int(found[1]):02}:{found[2] or '00'}"

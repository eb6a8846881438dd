"""Reads ids and lines of text out of a description: which characters a city can live with."""

import re
import unicodedata
from collections.abc import Mapping
from typing import Final

from parking.draft_findings import Findings

MAX_NAME_LENGTH: Final = 200
_LOT_ID: Final = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.:-]{0,95}", re.ASCII)
OPERATOR_ID_FORM: Final = "[A-Za-z0-9][A-Za-z0-9_.-]{0,63}"
_BIDI_CONTROLS: Final = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")


def read_lot_id(raw: Mapping[str, object], findings: Findings) -> str | None:
    value = raw.get("lot_id")
    if isinstance(value, int) and not isinstance(value, bool):
        value = str(value)
    if value is None or value == "":
        findings.add("missing-field", "lot_id", "every lot needs a lot_id")
        return None
    if not isinstance(value, str) or not _LOT_ID.fullmatch(value):
        findings.add(
            "bad-field",
            "lot_id",
            "lot_id is 1 to 96 of the characters A-Z a-z 0-9 _ . : - and starts with a letter or "
            "digit",
        )
        return None
    return value


def read_operator_id(raw: Mapping[str, object], field: str, findings: Findings) -> str | None:
    value = raw.get(field)
    if value is None:
        return None
    if not isinstance(value, str) or not re.fullmatch(OPERATOR_ID_FORM, value):
        findings.add(
            "bad-field",
            field,
            "an operator id is 1 to 64 of the characters A-Z a-z 0-9 _ . - and starts with a "
            "letter or digit",
        )
        return None
    return value


def read_text(
    raw: Mapping[str, object],
    field: str,
    findings: Findings,
    *,
    required: bool = False,
    max_length: int = MAX_NAME_LENGTH,
) -> str | None:
    """Read a line of text in any script, emoji too; control characters are refused."""
    value = raw.get(field)
    if value is None or (isinstance(value, str) and not value.strip()):
        if required:
            findings.add("missing-field", field, f"{field} is missing")
        return None
    if not isinstance(value, str):
        findings.add("bad-field", field, f"{field} is text, not {type(value).__name__}")
    elif len(value.strip()) > max_length:
        findings.add("bad-field", field, f"{field} has {len(value)} characters of {max_length}")
    elif not is_plain(value.strip()):
        findings.add("bad-field", field, f"{field} holds control characters; take them out")
    else:
        return value.strip()
    return None


def plain(text: str) -> str:
    """Return the text; ValueError with the mend where it is not plain."""
    if not is_plain(text):
        raise ValueError("the text holds control characters; take them out")
    return text


def is_plain(text: str) -> bool:
    """Whether the text has no control characters, half surrogates or changes of direction."""
    return not any(unicodedata.category(c) in {"Cc", "Cs"} or c in _BIDI_CONTROLS for c in text)

"""XML text: writes elements so that no name of a lot can break the document or leave it."""

import re
from collections.abc import Mapping
from typing import Final

_ODD: Final = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_NOTABLE: Final = re.compile('[&<>"\x00-\x1f\ud800-\udfff\ufffe\uffff]')
NO_ATTRIBUTES: Final[Mapping[str, str]] = {}
DECLARATION: Final = '<?xml version="1.0" encoding="UTF-8"?>\n'


def escaped(text: str, longest: int | None = None) -> str:
    """Return text as it may stand in an element or attribute; what XML has no place for is left
    out.
    """
    if longest is not None and len(text) > longest:
        text = text[:longest]
    if _NOTABLE.search(text) is None:
        return text
    kept = _ODD.sub("", text).replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return kept.replace('"', "&quot;")


def tag(
    name: str, content: str | float | None, attributes: Mapping[str, str] = NO_ATTRIBUTES
) -> str:
    """Write an element around content that is XML already; nothing around None or no content.

    Attributes are escaped here; an element that has only attributes is written by `empty`.
    """
    if content is None or content == "":
        return ""
    if not attributes:
        return f"<{name}>{content}</{name}>"
    return f"<{name}{_written(attributes)}>{content}</{name}>"


def empty(name: str, attributes: Mapping[str, str]) -> str:
    """Write an element without content."""
    return f"<{name}{_written(attributes)}/>"


def _written(attributes: Mapping[str, str]) -> str:
    return "".join([f' {name}="{escaped(value)}"' for name, value in attributes.items()])

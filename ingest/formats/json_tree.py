"""JSON encodings of XML formats (DATEX II, SIRI) as elements, so that they are read like the XML.

DATEX II's official encoding (3.x) says `idG` for an attribute, `{"prkPlace": {…}}` for a type and
`{"value": "open"}` for a word; programs that turn XML into JSON write `@id`, `_id` and `#text`.
"""

import re
from collections.abc import Mapping
from typing import Final
from xml.etree.ElementTree import Element, SubElement

_DEEPEST: Final = 64
_PREFIXES: Final = "prk|fac|locx?|comx?|roa|egi|aegi|afac|cz|tro|d2|con|sit|ubx"
_TYPE: Final = re.compile(rf"(?:{_PREFIXES})([A-Z]\w*)")
_OFFICIAL_ATTRIBUTE: Final = re.compile(r"(\w+)G")
_TEXTS: Final = frozenset({"#text", "$", "_text", "$t"})


def element_of(name: str, value: object, places: dict[Element, str]) -> Element:
    """Build the element of a JSON value; `places` is filled with pointers (RFC 6901)."""
    root = Element(name)
    _fill(root, value, "", places, _DEEPEST)
    return root


def _fill(
    element: Element, value: object, place: str, places: dict[Element, str], deepest: int
) -> None:
    places[element] = place
    if isinstance(value, Mapping) and deepest:
        word = _word(value)
        if word is not None:
            element.text = word
            return
        for key, inner in value.items():
            _add(element, str(key), inner, f"{place}/{_escaped(str(key))}", places, deepest - 1)
    elif isinstance(value, list) and deepest:
        for number, inner in enumerate(value):
            _fill(SubElement(element, "item"), inner, f"{place}/{number}", places, deepest - 1)
    else:
        element.text = _written(value)


def _add(
    parent: Element, key: str, value: object, place: str, places: dict[Element, str], deepest: int
) -> None:
    if isinstance(value, list):
        for number, inner in enumerate(value):
            _add(parent, key, inner, f"{place}/{number}", places, deepest)
    elif isinstance(value, Mapping) and (typed := _TYPE.fullmatch(key)) is not None:
        parent.set("type", typed[1])
        _fill(parent, value, place, places, deepest)
    elif isinstance(value, Mapping) or _attribute(key) is None:
        _fill(SubElement(parent, key.rpartition(":")[2]), value, place, places, deepest)
    elif key in _TEXTS:
        parent.text = _written(value)
    elif value is not None:
        parent.set(_attribute(key) or key, _written(value))


def _attribute(key: str) -> str | None:
    """Return the attribute's name; None for what is an element's. Text has none, and is told."""
    if key in _TEXTS:
        return key
    if key.startswith(("@", "_")):
        return key.lstrip("@_").rpartition(":")[2] or None
    official = _OFFICIAL_ATTRIBUTE.fullmatch(key)
    return official[1] if official else "id" if key == "id" else None


def _word(value: Mapping[str, object]) -> str | None:
    """Return the word of `{"value": word}`, which has nothing else but an extension."""
    if "value" in value and not isinstance(value["value"], Mapping | list):
        others = {str(key).removesuffix("G").lstrip("_") for key in value} - {"value"}
        if others <= {"extendedValue"}:
            return _written(value["value"])
    return None


def _written(value: object) -> str:
    if value is None:
        return ""
    return str(value).lower() if isinstance(value, bool) else str(value)


def _escaped(key: str) -> str:
    return key.replace("~", "~0").replace("/", "~1")

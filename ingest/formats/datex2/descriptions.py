"""What all dialects say alike in a lot's description: names, address, height, hours."""

from typing import Final
from xml.etree.ElementTree import Element

from ingest.formats.datex2.hours import UnreadHoursError, opening_hours
from ingest.formats.datex2.reader import Reader
from ingest.formats.facts import line_of
from ingest.formats.lot_facts import LONGEST_ADDRESS
from ingest.formats.xml_reading import attribute, below, child, children, text

_HEIGHTS: Final = "heightCharacteristic"
_AT_MOST: Final = frozenset({"lessThan", "lessThanOrEqualTo", "equalTo"})
_MORE: Final = frozenset({"greaterThan", "greaterThanOrEqualTo"})
_NOT_FOR: Final = ("prohibitedParking", "prohibitedFor")
_HIGHEST_M: Final = 20.0
_ADDRESSES: Final = ("parkingSiteAddress", "facilityAddress", "address")


def names_of(element: Element | None) -> dict[str, str]:
    """Return `name`, and `name_en` where there is another in English."""
    found: list[tuple[str, str]] = []
    for holder in element.iter() if element is not None else ():
        for value in children(holder, "value"):
            written = line_of(value.text)
            lang = attribute(value, "lang") or attribute(holder, "lang") or text(holder, "lang")
            if written:
                found.append(((lang or "").lower(), written))
    alone = line_of(element.text) if element is not None and not found else None
    if alone:
        found = [("", alone)]
    if not found:
        return {}
    chosen = next((name for lang, name in found if lang.startswith("zh")), found[0][1])
    english = next((name for lang, name in found if lang.startswith("en")), None)
    return {"name": chosen} | ({"name_en": english} if english and english != chosen else {})


def address_of(element: Element) -> str | None:
    """Return street, number, postcode and town on one line, as far as they are said."""
    for holder in below(element, *_ADDRESSES):
        street = " ".join(filter(None, (
            _line(holder, "contactDetailsStreet"), _line(holder, "contactDetailsHouseNumber"),
            *(_line(line, "text") for line in below(holder, "addressLine")),
        )))  # fmt: skip
        town = " ".join(filter(None, (
            _line(holder, "contactDetailsPostcode") or _line(holder, "postcode"),
            _line(holder, "contactDetailsCity") or _line(holder, "city"),
        )))  # fmt: skip
        written = ", ".join(filter(None, (street, town))) or _line(holder, "contactDetailsAddress")
        if written:
            return line_of(written, LONGEST_ADDRESS)
    return None


def max_height_m(element: Element) -> float | None:
    """Return the lowest limit of height: permitted up to it, or prohibited from it on."""
    prohibited = {h for holder in below(element, *_NOT_FOR) for h in below(holder, _HEIGHTS)}
    limits = []
    for characteristic in below(element, _HEIGHTS):
        comparison = text(characteristic, "comparisonOperator") or "lessThan"
        if comparison in (_MORE if characteristic in prohibited else _AT_MOST):
            limits.append(_metres(text(characteristic, "vehicleHeight")))
    limits += [_metres(text(holder, "height")) for holder in below(element, "maxDimension")]
    return min((limit for limit in limits if limit is not None), default=None)


def hours_of(reader: Reader, element: Element | None, lot_id: str) -> str | None:
    """Return the opening hours; told where they are there and not read."""
    try:
        return opening_hours(element)
    except UnreadHoursError as error:
        if element is not None:
            reader.find("ignored-part", element, lot_id, value=f"opening hours: {error}")
        return None


def _metres(written: str | None) -> float | None:
    try:
        height = float((written or "").replace(",", "."))
    except ValueError:
        return None
    return height if 0 < height <= _HIGHEST_M else None


def _line(element: Element, name: str) -> str | None:
    return names_of(child(element, name)).get("name")

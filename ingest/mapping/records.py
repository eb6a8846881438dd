"""Records: the rows of a document, whatever it is written in, with what stands around them."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final
from xml.etree.ElementTree import Element

from ingest.formats.document import Document
from ingest.formats.xml_reading import local

TEXT: Final = "#text"
KEY: Final = "@key"
"""The key of an object that stands in an object, where ids are written as keys."""
_NOTHING: Final[dict[str, object]] = {}


@dataclass(frozen=True, slots=True)
class Record:
    """One row. `parents` are the objects around it, the nearest last; a feature is its
    properties' parent.
    """

    pointer: str
    values: Mapping[str, object]
    parents: tuple[Mapping[str, object], ...] = ()
    geometry: object = None


def whole_of(document: Document) -> object:
    """Return JSON as it is and XML as if it were: elements by name, repeated ones in lists."""
    if document.xml is not None:
        return {local(document.xml.tag): xml_value(document.xml)}
    return document.json


def xml_value(element: Element) -> object:
    """Return a leaf's text, else its children and `@attributes` by local names."""
    members: dict[str, object] = {f"@{local(k)}": v for k, v in element.attrib.items()}
    for inner in element:
        name, value = local(inner.tag), xml_value(inner)
        if name not in members:
            members[name] = value
        elif isinstance(earlier := members[name], list):
            earlier.append(value)
        else:
            members[name] = [earlier, value]
    text = (element.text or "").strip()
    if not members:
        return text
    return members | {TEXT: text} if text else members


def records_at(whole: object, path: str, *, is_xml: bool = False) -> Iterator[Record]:
    """Yield the objects at a path of members (`/a/*/b`); a lone object there is one record."""
    steps = [step for step in path.split("/") if step]
    yield from _walk(whole, steps, "", (), is_xml=is_xml)


_Parents = tuple[Mapping[str, object], ...]


def _walk(
    value: object, steps: list[str], pointer: str, parents: _Parents, *, is_xml: bool
) -> Iterator[Record]:
    if isinstance(value, list):
        # A list on the way is passed through: a member may stand once or many times.
        rest = steps[1:] if steps and steps[0] == "*" else steps
        for index, item in enumerate(value):
            place = f"{pointer}/{index}"
            if is_xml:
                place = f"{pointer}[{index + 1}]" if index else pointer
            yield from _walk(item, rest, place, parents, is_xml=is_xml)
    elif isinstance(value, Mapping) and not steps:
        yield Record(pointer, value, parents)
    elif isinstance(value, Mapping):
        around = (*parents, value)
        for step, member in _members(value, steps[0]):
            yield from _walk(member, steps[1:], f"{pointer}/{step}", around, is_xml=is_xml)


def _members(value: Mapping[str, object], step: str) -> Iterator[tuple[str, object]]:
    """Yield the member of that name, or for `*` all, objects with their key."""
    if step != "*":
        name = step.replace("~1", "/").replace("~0", "~")
        if name in value:
            yield step, value[name]
        return
    for key, member in value.items():
        if isinstance(member, Mapping):
            yield _escaped(key), {**member, KEY: key}
        elif isinstance(member, list):
            yield _escaped(key), member


def features_of(whole: object) -> Iterator[Record]:
    """Yield the features of a FeatureCollection, or the one of a lone Feature."""
    if not isinstance(whole, Mapping):
        return
    is_one = whole.get("type") == "Feature"
    listed = [whole] if is_one else whole.get("features")
    for index, feature in enumerate(listed if isinstance(listed, list) else []):
        pointer = "" if is_one else f"/features/{index}"
        given = feature if isinstance(feature, Mapping) else _NOTHING
        properties = given.get("properties")
        values = properties if isinstance(properties, Mapping) else _NOTHING
        yield Record(pointer, values, (given,), given.get("geometry"))


def table_records(document: Document, sheet: str) -> Iterator[Record]:
    """Yield the rows of the sheet of that name, of the fullest one without a name."""
    named = [table for table in document.tables if table.name == sheet] if sheet else []
    tables = named or sorted(document.tables, key=lambda table: -len(table.rows))
    for line, cells in tables[0].rows if tables else ():
        yield Record(f"/{line}", cells)


def value_at(record: Record, column: str) -> object:
    """Return what stands there: a column, a path of members, `../` for what is around it."""
    values: object = record.values
    if column in record.values:
        return record.values[column]
    parents = record.parents
    while column.startswith("../"):
        values, parents = (parents[-1], parents[:-1]) if parents else ({}, ())
        column = column[3:]
    for step in column.strip("/").split("/") if column else ():
        name = step.replace("~1", "/").replace("~0", "~")
        if isinstance(values, Mapping) and name in values:
            values = values[name]
        elif isinstance(values, list) and name.isdigit() and int(name) < len(values):
            values = values[int(name)]
        else:
            return None
    return values


def _escaped(key: str) -> str:
    return key.replace("~", "~0").replace("/", "~1")

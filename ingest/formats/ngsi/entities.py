"""Entities: NGSI's representations made one: attributes with their values and their own times.

Normalized, concise and key-values; NGSI-v2 and NGSI-LD; JSON, JSON-LD with expanded names, GeoJSON.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Final

from ingest.formats.ngsi.payload import KINDS
from ingest.formats.payload_records import Records, records_of

GRAPH: Final = "@graph"
_URN: Final = re.compile(r"urn:ngsi-?(?:ld|v2)?:[A-Za-z]+:(?=.)", re.IGNORECASE)
_EXPANDED: Final = re.compile(r".*[#/]")
_VALUES: Final = ("value", "object", "languageMap", "@value", "valueList", "objectList", "json")
_TIMES: Final = ("observedAt", "timestamp", "TimeInstant", "dateModified", "modifiedAt")
_IDS: Final = ("id", "@id")
_TYPES: Final = ("type", "@type")


@dataclass(frozen=True, slots=True)
class Entity:
    """One entity: the values of its attributes, and when those that say so were observed."""

    pointer: str
    kind: str
    entity_id: str | None
    values: Mapping[str, object]
    times: Mapping[str, object] = field(default_factory=dict)


def is_ours(record: Mapping[str, object]) -> bool:
    """Tell by a type of parking entity, and an id."""
    has_id = any(isinstance(record.get(name), str | int) for name in _IDS)
    return has_id and kind_of(_attributes(record)) in KINDS


def found_in(root: object) -> Records:
    return records_of(root, GRAPH, is_record=is_ours)


def kind_of(record: Mapping[str, object]) -> str | None:
    """Return the type without what a context would have shortened; of several the first known."""
    told = next((record[name] for name in _TYPES if name in record), None)
    told = told.get("value") if isinstance(told, Mapping) else told
    kinds = [_short(one) for one in (told if isinstance(told, list) else [told])]
    return next((kind for kind in kinds if kind in KINDS), kinds[0] if kinds else None)


def entities(records: Records) -> Iterator[Entity]:
    """Yield the entities among the records; others are passed over."""
    for pointer, record in records:
        if not isinstance(record, Mapping):
            continue
        attributes = _attributes(record)
        kind = kind_of(attributes)
        if kind in KINDS:
            told = {_short(name): attribute for name, attribute in attributes.items()}
            values = {name: value_of(attribute) for name, attribute in told.items()}
            times = {n: time for n, one in told.items() if (time := _time_of(one)) is not None}
            entity_id = next((record[name] for name in _IDS if name in record), None)
            yield Entity(pointer, str(kind), id_of(entity_id), values, times)


def id_of(reference: object) -> str | None:
    """Return an id or reference without its URN's type, so that spots and sites agree on it."""
    if isinstance(reference, list):
        reference = reference[0] if reference else None
    if isinstance(reference, bool) or not isinstance(reference, str | int):
        return None
    return _URN.sub("", str(reference).strip(), count=1) or None


def value_of(attribute: object) -> object:
    """Return what an attribute says, whatever it is wrapped in."""
    if isinstance(attribute, list) and attribute and _is_wrapped(attribute[0]):
        attribute = attribute[0]
    while isinstance(attribute, Mapping) and _is_wrapped(attribute):
        attribute = next(attribute[name] for name in _VALUES if name in attribute)
    return attribute


def _is_wrapped(attribute: object) -> bool:
    return isinstance(attribute, Mapping) and any(name in attribute for name in _VALUES)


def _time_of(attribute: object) -> object:
    if isinstance(attribute, list) and attribute:
        attribute = attribute[0]
    if not isinstance(attribute, Mapping):
        return None
    metadata = attribute.get("metadata")
    for told in (attribute, metadata if isinstance(metadata, Mapping) else {}):
        for name in _TIMES:
            if name in told:
                return value_of(told[name])
    return None


def _attributes(record: Mapping[str, object]) -> Mapping[str, object]:
    """Return the attributes; of a GeoJSON feature its properties, with its geometry as a place."""
    properties = record.get("properties")
    if record.get("type") != "Feature" or not isinstance(properties, Mapping):
        return record
    return {"location": record.get("geometry"), **properties}


def _short(name: object) -> str:
    return _EXPANDED.sub("", str(name)) if "://" in str(name) else str(name)

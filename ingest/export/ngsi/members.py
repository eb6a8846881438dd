"""Members of NGSI-LD entities in their normalized form; what is not known is no member."""

from collections.abc import Iterable, Mapping
from typing import Any, Final
from urllib.parse import quote

from ingest.export.ngsi.words import URN, EntityType

Entity = dict[str, Any]
_SAFE: Final = "-._~:"


def prop(value: object, observed_at: str | None = None) -> Entity | None:
    """Make a property; None for a value that is not known, or empty."""
    if value is None or value in ("", [], ()):
        return None
    said: Entity = {"type": "Property", "value": value}
    return said if observed_at is None else said | {"observedAt": observed_at}


def geo(geometry: Mapping[str, Any] | None) -> Entity | None:
    """Make a geo property of a GeoJSON geometry."""
    return None if geometry is None else {"type": "GeoProperty", "value": geometry}


def point(lat: float, lon: float) -> dict[str, Any]:
    """Make a GeoJSON point."""
    return {"type": "Point", "coordinates": [round(lon, 7), round(lat, 7)]}


def in_languages(told: Mapping[str, str | None]) -> Entity | None:
    """Make a language property of what is there."""
    said = {language: text for language, text in told.items() if text}
    return {"type": "LanguageProperty", "languageMap": said} if said else None


def relation(objects: str | Iterable[str]) -> Entity | None:
    """Make a relationship to one entity or several."""
    told = objects if isinstance(objects, str) else list(objects)
    return {"type": "Relationship", "object": told} if told else None


def urn(kind: EntityType, identity: str) -> str:
    """Name an entity; what a URN cannot have, as in codes of bays, is percent-encoded."""
    return f"{URN}:{kind}:{quote(identity, safe=_SAFE)}"


def entity(kind: EntityType, identity: str, members: Mapping[str, Entity | None]) -> Entity:
    """Put an entity together of the members that there are."""
    said = {name: member for name, member in members.items() if member is not None}
    return {"id": urn(kind, identity), "type": kind, **said}

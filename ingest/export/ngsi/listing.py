"""A page of NGSI-LD entities: of which types, from where, how many, and how they are written."""

import asyncio
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final

from ingest.export.city import ExportedCity
from ingest.export.ngsi.members import Entity
from ingest.export.ngsi.parts import accesses, groups, spots
from ingest.export.ngsi.sites import site, site_type
from ingest.export.ngsi.words import CONTEXT, ENTITY_TYPES, EntityType
from ingest.export.press import SLICE
from ingest.export.shown import Shown
from parking.live.live_lot import LiveLot
from parking.problems import Problem, ProblemError

LIMIT_DEFAULT: Final = 100
LIMIT_MAX: Final = 1_000


@dataclass(frozen=True, slots=True)
class Page:
    """The entities asked for, and how many there are in all where that was asked too."""

    entities: list[Entity]
    count: int | None


def types_of(asked: str) -> list[EntityType]:
    """Read the comma-separated types; a problem names those there are."""
    named = [part.strip() for part in asked.split(",") if part.strip()]
    chosen = [kind for kind in ENTITY_TYPES if kind in named]
    if not named or len(chosen) != len(set(named)):
        told = f"type: one or more of {', '.join(ENTITY_TYPES)}, comma between."
        raise ProblemError(Problem("bad-request", told, pointer="/query/type"))
    return chosen


async def page_of(
    city: ExportedCity, types: list[EntityType], *, offset: int, limit: int, with_count: bool
) -> Page:
    """Make the entities from `offset` on, in the order of the lots' ids, type by type."""
    now_us = city.now_us()
    page: list[Entity] = []
    place = 0
    for kind in types:
        for number, live in enumerate(city.lots(), 1):
            if number % SLICE == 0:
                await asyncio.sleep(0)
            amount = _amount(kind, live)
            begins, ends = max(offset, place), min(offset + limit, place + amount)
            if begins < ends:
                made = list(_entities(kind, live, city, now_us))
                page += made[begins - place : ends - place]
            place += amount
            if place >= offset + limit and not with_count:
                return Page(page, None)
    return Page(page, place if with_count else None)


def with_context(entities: Iterable[Entity]) -> list[Entity]:
    """Give each entity the context of its words."""
    return [one | {"@context": list(CONTEXT)} for one in entities]


def simplified(one: Entity) -> Entity:
    """Write an entity with bare values, as `options=keyValues` asks for."""
    return {name: _bare(member) for name, member in one.items()}


def _bare(member: object) -> object:
    match member:
        case {"type": "Property" | "GeoProperty", "value": value}:
            return value
        case {"type": "Relationship", "object": objects}:
            return objects
        case {"type": "LanguageProperty", "languageMap": told}:
            return {"languageMap": told}
        case _:
            return member


def _amount(kind: EntityType, live: LiveLot) -> int:
    """Count what a lot has of a type, without making it."""
    if kind == "ParkingAccess":
        return len(live.lot.entrances or ())
    if live.lot.lat is None:
        return 0
    if kind == "ParkingSpot":
        return live.registers.bays
    if kind == "ParkingGroup":
        classes = live.lot.capacity.keys() | live.picture.classes.keys()
        return len(classes) if any(name != "general" for name in classes) else 0
    return int(site_type(live.lot) == kind)


def _entities(kind: EntityType, live: LiveLot, city: ExportedCity, now_us: int) -> Iterator[Entity]:
    shown = Shown(
        live.lot, live.availability(now_us), city.directory.operator(live.lot.operator_key)
    )
    match kind:
        case "ParkingGroup":
            yield from groups(shown)
        case "ParkingAccess":
            yield from accesses(shown)
        case "ParkingSpot":
            yield from spots(shown, live.registers.all())
        case "OffStreetParking" | "OnStreetParking":
            made = site(shown, city.publisher)
            if made is not None:
                yield made

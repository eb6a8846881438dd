"""From APDS to ours: a place is a lot; its areas are its entrances or its classes of spaces."""

from collections.abc import Mapping
from typing import Final

from ingest.formats.apds.demand import Counted, add_counts, counted_of
from ingest.formats.apds.payload import CLASSES, ENTRY, STRUCTURES, is_no_place, is_place, records
from ingest.formats.document import Document
from ingest.formats.facts import Facts
from ingest.formats.form import Form, Likeness, Terms
from ingest.formats.lot_facts import LONGEST_ADDRESS, capacity_of, geometry_of, split
from ingest.formats.payload_records import facts_of, likeness_of
from ingest.formats.publication import Publication
from ingest.formats.several_languages import line_in_any, names_of
from parking.words import Words

NAME: Final = "apds"
_DEEPEST: Final = 8
"""Levels of areas below a place; what lies deeper stands for itself."""
_RATES: Final = Likeness(
    0.5,
    Words(
        "APDS 的费率、权限或代码表，既不是停车场所也不是占用情况",
        "APDS rates, rights or code lists: not a place or an occupancy",
    ),
)


def recognise(document: Document) -> Likeness:
    found = records(document.json)
    likeness = likeness_of(found, is_place)
    if likeness.score == 0 and likeness_of(found, is_no_place).score > 0:
        return _RATES
    return likeness


def read(document: Document, terms: Terms) -> Publication:
    """Read places with the areas that belong to them, in any order."""
    publication = Publication(NAME)
    places: dict[str, Facts] = {}
    for facts in facts_of(publication, records(document.json), terms.zone):
        place_id = _id_of(facts.get("id"))
        if is_no_place(facts.members):
            facts.find("ignored-part", value="rates, rights or code lists")
        elif place_id is None:
            facts.find("no-id", field="id")
        elif place_id in places:
            facts.of(place_id).find("duplicate-id", "id", value=place_id)
        else:
            places[place_id] = facts.of(place_id)
    areas: dict[str | None, list[Facts]] = {}
    for facts in places.values():
        parent = _parent_of(facts)
        areas.setdefault(parent if parent in places else None, []).append(facts)
    seen: set[str | None] = set()
    # After those without a parent come those whose parents go in a circle, or too deep.
    for facts in [*areas.get(None, []), *places.values()]:
        if facts.lot_id not in seen:
            seen.add(facts.lot_id)
            _add(facts, _below(facts, areas, seen))
    return publication


def _id_of(written: object) -> str | None:
    """Return an id without the braces that some write about a GUID."""
    if isinstance(written, bool) or not isinstance(written, str | int):
        return None
    return str(written).strip().removeprefix("{").removesuffix("}") or None


def _parent_of(facts: Facts) -> str | None:
    parents = [_id_of(one.get("id")) for one in facts.each("parent")]
    parent = parents[0] if parents else _id_of(facts.get("parent"))
    return None if parent == facts.lot_id else parent


Part = tuple[Facts, Counted]


def _below(
    facts: Facts,
    areas: Mapping[str | None, list[Facts]],
    seen: set[str | None],
    depth: int = _DEEPEST,
) -> list[Part]:
    """Return a place's areas with their counts; below one that counts, nothing counts again."""
    found: list[Part] = []
    for area in areas.get(facts.lot_id, []) if depth else ():
        if area.lot_id in seen:
            continue
        seen.add(area.lot_id)
        counted = counted_of(area)
        found.append((area, counted))
        inner = _below(area, areas, seen, depth - 1)
        has_counts = counted.capacity is not None or counted.occupied is not None
        found += [(one, Counted() if has_counts else count) for one, count in inner]
    return found


def _add(facts: Facts, areas: list[Part]) -> None:
    whole = counted_of(facts)
    parts = [(_class_of(area), counted) for area, counted in areas]
    apart = _sums(parts)
    total = whole.capacity if whole.capacity is not None else apart.pop("general", None)
    special = {name: count for name, count in apart.items() if name != "general"}
    if whole.capacity is None and total is not None:
        total += sum(special.values())
    named = facts.inner("characteristics")
    structure = STRUCTURES.get(named.word("structureType"))
    access = named.flag("accessControlled")
    facts.publication.lot(
        facts.pointer,
        {
            "lot_id": facts.lot_id,
            **names_of(facts.get("name")),
            **_place(facts),
            "coordsys": "wgs84",
            "timezone": _timezone(facts),
            "capacity": capacity_of(facts, split(total, special)),
            "structure": structure,
            "lot_class": _lot_class(structure, is_open=named.flag("openToPublic")),
            "has_gate": access,
            "entrances": [place for area, _ in areas if (place := _entrance(area))],
            "address": _address(facts),
        },
    )
    add_counts(facts, whole, parts)


def _sums(parts: list[tuple[str, Counted]]) -> dict[str, int]:
    sums: dict[str, int] = {}
    for space_class, counted in parts:
        if counted.capacity is not None:
            sums[space_class] = sums.get(space_class, 0) + counted.capacity
    return sums


def _class_of(area: Facts) -> str:
    name = " ".join(str(line) for line in names_of(area.get("name")).values()).casefold()
    return next((ours for word, ours in CLASSES.items() if word in name), "general")


def _place(facts: Facts) -> dict[str, object]:
    for name in ("indicativePointLocation", "location", "geometry", "polygonLocation"):
        told = facts.inner(name).members
        geometry = told.get("geometry") if told.get("type") == "Feature" else told
        if geometry:
            return geometry_of(facts, geometry, name)
    return {}


def _entrance(area: Facts) -> dict[str, object]:
    is_entrance = area.word("accessType") in ENTRY or area.word("type") in ENTRY
    place = _place(area) if is_entrance else {}
    return place if "lat" in place else {}


def _timezone(facts: Facts) -> str | None:
    zone = facts.text("timeZone")
    return zone if zone is not None and "/" in zone else None


def _lot_class(structure: str | None, *, is_open: bool | None) -> str | None:
    if structure == "onstreet":
        return "onstreet"
    return None if is_open is None else "public_offstreet" if is_open else "dedicated"


def _address(facts: Facts) -> str | None:
    told = facts.inner("placeStreetAddress")
    lines = [line_in_any(line.get("text")) for line in told.each("addressLines")]
    parts = [*lines, told.text("postCode"), line_in_any(told.get("city"))]
    return " ".join(part for part in parts if part)[:LONGEST_ADDRESS] or None


FORM: Final = Form(
    name=NAME,
    title=Words("APDS 停车场所与占用", "APDS places and occupancy"),
    kinds=frozenset({"json"}),
    recognise=recognise,
    read=read,
)

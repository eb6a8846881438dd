"""From ParkAPI v3 to ours: sites with their classes of spaces; spots are `spots.py`'s."""

from collections.abc import Mapping
from typing import Final

from ingest.formats.document import Document
from ingest.formats.facts import Facts
from ingest.formats.form import NOT_AT_ALL, Form, Likeness, Terms
from ingest.formats.lot_facts import (
    LONGEST_ADDRESS,
    capacity_of,
    count_while,
    geometry_of,
    height_m_of,
    opening,
    opening_hours_of,
    position_of,
    snapshot,
    space,
    split,
)
from ingest.formats.parkapi_v3.audiences import parts_of, sums
from ingest.formats.parkapi_v3.payload import (
    CAR,
    IDS,
    NOT_FOR_CARS,
    OPEN,
    STRUCTURES,
    is_ours,
    is_source,
    is_spot,
    records,
)
from ingest.formats.parkapi_v3.spots import add_spot
from ingest.formats.payload_records import facts_of, likeness_of
from ingest.formats.publication import Publication
from parking.words import Words

NAME: Final = "parkapi_v3"
_SOURCES: Final = Likeness(
    0.5,
    Words(
        "这是数据源列表，不含停车场；请改用 /api/public/v3/parking-sites",
        "this is the list of sources, without any lot; ask for /api/public/v3/parking-sites",
    ),
)
_EMPTY: Final = Likeness(0.7)


def recognise(document: Document) -> Likeness:
    found, root = records(document.json), document.json
    if not found and isinstance(root, Mapping) and {"items", "total_count"} <= root.keys():
        return _EMPTY
    if found and all(isinstance(one, Mapping) and is_source(one) for _, one in found):
        return _SOURCES
    return likeness_of(found, is_ours) if found else NOT_AT_ALL


def read(document: Document, terms: Terms) -> Publication:
    """Read sites and spots. Ids carry their source where a payload has several."""
    publication = Publication(NAME)
    found = records(document.json)
    sources = {_source_of(one) for _, one in found if isinstance(one, Mapping)} - {None}
    site_ids: dict[str, str] = {}
    cars: list[Facts] = []
    for facts in facts_of(publication, found, terms.zone):
        uid = next((uid for name in IDS if (uid := facts.text(name, 256))), None)
        if uid is None:
            facts.find("no-id", field=" / ".join(IDS))
            continue
        source = _source_of(facts.members)
        known = facts.of(f"{source}:{uid}" if len(sources) > 1 and source else uid)
        if _is_for_cars(known):
            site_ids[str(facts.get("id"))] = str(known.lot_id)
            cars.append(known)
    for facts in cars:
        if is_spot(facts.members):
            add_spot(facts, site_ids)
        else:
            _add_site(facts)
    return publication


def _source_of(record: Mapping[str, object]) -> str | None:
    source = record.get("source_uid") or record.get("source_id")
    return str(source) if isinstance(source, str | int) else None


def _is_for_cars(facts: Facts) -> bool:
    purpose, kind = facts.word("purpose") or CAR, facts.word("type")
    if purpose != CAR or kind in NOT_FOR_CARS:
        facts.find("not-parking", value=f"{purpose} {kind}".strip())
        return False
    twin = facts.get("duplicate_of_parking_site_id") or facts.get("duplicate_of_parking_spot_id")
    if twin is not None:
        facts.find("ignored-part", value=f"duplicate of {twin}")
    return twin is None


def _add_site(facts: Facts) -> None:
    parts = parts_of(facts)
    kind = facts.word("type")
    observed_at = facts.moment("realtime_data_updated_at")
    has_data = observed_at is not None or facts.flag("has_realtime_data") is not False
    is_open = OPEN.get(facts.word("realtime_opening_status")) if has_data else None
    free = count_while(facts, "realtime_free_capacity", is_open=is_open, has_data=has_data)
    total = facts.count("capacity")
    facts.publication.lot(
        facts.pointer,
        {
            "lot_id": facts.lot_id,
            "name": facts.text("name"),
            **_place(facts),
            "coordsys": "wgs84",
            "capacity": capacity_of(facts, _classes(total, sums(parts, "capacity"))),
            "structure": STRUCTURES.get(kind),
            "lot_class": "onstreet" if kind == "on_street" else None,
            "land_use": _land_use(facts.get("park_and_ride_type")),
            "address": facts.text("address", LONGEST_ADDRESS),
            "opening_hours": opening_hours_of(
                facts, "opening_hours", facts.text("opening_hours", 2_000)
            ),
            "max_height_m": height_m_of(facts, "max_height", in_centimetres=True),
        },
    )
    opening(facts, is_open, observed_at)
    counted = [part for part in parts if part.realtime_free_capacity is not None]
    uncounted = [part for part in parts if part not in counted] if free is not None else []
    for part in uncounted:
        facts.find("ignored-part", value=f"{part.audience}: counted in the total")
    newest = facts.count("realtime_capacity")
    # A newest capacity other than the fixed one is that of what is counted.
    inside = parts if newest in {None, total} else counted
    capacity = _classes(total if newest is None else newest, sums(inside, "realtime_capacity"))
    counts = _classes(free, sums(counted, "realtime_free_capacity"))
    if uncounted and "general" in capacity:
        # The count may hold spaces of theirs, and no class has more free than it has.
        counts["general"] = min(counts["general"], capacity["general"])
    spaces = [
        one for name, count in counts.items() for one in space(name, count, capacity.get(name))
    ]
    snapshot(facts, spaces, observed_at, "realtime_data_updated_at")


def _classes(total: int | None, parts: Mapping[str | None, int]) -> dict[str, int]:
    """Split a total by class; what is not for cars is taken off it, and then forgotten."""
    named = {name or "": count for name, count in parts.items()}
    return {name: count for name, count in split(total, named).items() if name}


def _place(facts: Facts) -> dict[str, object]:
    place = position_of(facts, facts.get("lat"), facts.get("lon"))
    shape = geometry_of(facts, facts.get("geojson"), "geojson") if facts.get("geojson") else {}
    return {**shape, **place}


def _land_use(told: object) -> str | None:
    kinds = {str(kind).upper() for kind in told} if isinstance(told, list) else set()
    return "park_and_ride" if kinds - {"NO"} else None


FORM: Final = Form(
    name=NAME,
    title=Words(
        "ParkAPI v3（parking-sites、parking-spots）", "ParkAPI v3 (parking sites and spots)"
    ),
    kinds=frozenset({"json"}),
    recognise=recognise,
    read=read,
)

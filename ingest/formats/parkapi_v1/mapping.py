"""From ParkAPI v1 to ours: a lot, its free spaces while it is open, and whether it is."""

from collections.abc import Mapping
from typing import Final
from zoneinfo import ZoneInfo

from ingest.formats.document import Document
from ingest.formats.facts import Facts
from ingest.formats.form import IT_IS, NOT_AT_ALL, Form, Likeness, Terms
from ingest.formats.lot_facts import (
    LONGEST_ADDRESS,
    capacity_of,
    count_while,
    geometry_of,
    opening,
    opening_hours_of,
    position_of,
    snapshot,
    space,
)
from ingest.formats.parkapi_v1.payload import (
    BUS,
    CITY,
    CLASSES,
    CLOSED,
    ENVELOPE,
    LOTS,
    NO_DATA,
    OPEN,
    STATES,
    STRUCTURES,
    city_of,
    features_of,
    generated_id,
    is_lot,
)
from ingest.formats.payload_records import facts_of, likeness_of, records_of
from ingest.formats.publication import Publication
from parking.words import Words

NAME: Final = "parkapi_v1"
_UTC: Final = ZoneInfo("UTC")
"""The format's times have no offset and are in UTC."""
_INDEX: Final = Likeness(
    0.5,
    Words(
        "这是 ParkAPI 的城市索引，请改用其中一个城市的地址（/城市名）",
        "this is ParkAPI's index of cities; ask for one of them (/City)",
    ),
)


def recognise(document: Document) -> Likeness:
    root = document.json
    if city_of(root) is not None:
        return IT_IS
    if not isinstance(root, Mapping):
        return NOT_AT_ALL
    if isinstance(root.get("cities"), Mapping) and "api_version" in root:
        return _INDEX
    if not isinstance(root.get(LOTS), list):
        return NOT_AT_ALL
    if not root[LOTS] and ENVELOPE & root.keys():
        return IT_IS
    return likeness_of(records_of(root, LOTS), is_lot)


def read(document: Document, _terms: Terms) -> Publication:
    """Read a city's lots and counts, or its GeoJSON file with what is fixed."""
    publication = Publication(NAME)
    root = document.json
    city = city_of(root)
    if city is not None:
        for facts in facts_of(publication, features_of(root), _UTC):
            _add_feature(facts, str(city.get("name", "")))
        return publication
    whole = root if isinstance(root, Mapping) else {}
    envelope = Facts(publication, "", whole, _UTC, is_zone_known=True)
    publication.published_at = envelope.moment("last_updated")
    for facts in facts_of(publication, records_of(root, LOTS), _UTC, is_zone_known=True):
        _add_lot(facts)
    return publication


def _add_lot(facts: Facts) -> None:
    lot_id = facts.text("id") or facts.text("original_uid") or facts.text("name")
    if lot_id is None:
        facts.find("no-id", field="id")
        return
    facts = facts.of(lot_id)
    coords = facts.inner("coords")
    total = facts.count("total")
    place = position_of(coords, *_lat_lon(coords.members))
    classes = {name: facts.count(f"total:{word}") for word, name in CLASSES.items()}
    if not _describe(facts, facts.word("lot_type"), {"general": total, **classes}, place):
        return
    state = facts.word("state")
    if state and state not in STATES:
        facts.find("unknown-word", "state", field="state", value=state, known=", ".join(STATES))
    is_open = {OPEN: True, CLOSED: False}.get(state)
    # The lot's own time where it has one: the city's is of the newest of its lots.
    observed_at = facts.moment("last_updated") or facts.publication.published_at
    opening(facts, is_open, observed_at)
    free = count_while(facts, "free", is_open=is_open, has_data=state != NO_DATA)
    spaces = space("general", free, total)
    for word, name in CLASSES.items():
        # A 0 beside "no data" is no count, and a count there is one: the state is the total's.
        is_counted = False if state == NO_DATA else is_open
        count = count_while(facts, f"free:{word}", is_open=is_counted)
        spaces += space(name, count, classes[name])
    snapshot(facts, spaces, observed_at, "last_updated")


def _lat_lon(coords: Mapping[str, object]) -> tuple[object, object]:
    lon = coords.get("lng")
    return coords.get("lat"), coords.get("lon") if lon is None else lon


def _add_feature(facts: Facts, city: str) -> None:
    properties = facts.inner("properties")
    name = properties.text("name")
    if properties.get("type") == CITY:
        return
    if name is None:
        facts.find("no-id", "properties", field="name")
        return
    properties = properties.of(properties.text("id") or generated_id(city, name))
    place = geometry_of(facts.of(str(properties.lot_id)), facts.get("geometry"), "geometry")
    _describe(properties, properties.word("type"), {"general": properties.count("total")}, place)


def _describe(
    facts: Facts, lot_type: str, counts: Mapping[str, int | None], place: Mapping[str, object]
) -> bool:
    """Add the description; False for what is no place for cars."""
    if lot_type.startswith(BUS):
        facts.find("not-parking", value=lot_type)
        return False
    structure = STRUCTURES.get(lot_type)
    facts.publication.lot(
        facts.pointer,
        {
            "lot_id": facts.lot_id,
            "name": facts.text("name"),
            **place,
            "coordsys": "wgs84",
            "capacity": capacity_of(facts, counts),
            "structure": structure,
            "lot_class": "onstreet" if structure == "onstreet" else None,
            "address": facts.text("address", LONGEST_ADDRESS),
            "opening_hours": opening_hours_of(
                facts, "opening_hours", facts.text("opening_hours", 2_000)
            ),
        },
    )
    return True


FORM: Final = Form(
    name=NAME,
    title=Words("ParkAPI v1（城市 JSON 与城市 GeoJSON）", "ParkAPI v1 (city JSON and GeoJSON)"),
    kinds=frozenset({"json"}),
    recognise=recognise,
    read=read,
)

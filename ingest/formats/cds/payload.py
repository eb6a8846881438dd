"""CDS's own words: what its endpoints list, what happens at the curb, and its two tables."""

from collections.abc import Mapping
from typing import Final

from ingest.formats.document import Table
from ingest.formats.payload_records import Records

ZONES: Final = "zones"
SPACES: Final = "spaces"
AREAS: Final = "areas"
OBJECTS: Final = "objects"
EVENTS: Final = "events"
POLICIES: Final = "policies"
STATUS: Final = "status"
IDS: Final = {
    ZONES: "curb_zone_id",
    SPACES: "curb_space_id",
    AREAS: "curb_area_id",
    OBJECTS: "curb_object_id",
    EVENTS: "event_id",
    POLICIES: "curb_policy_id",
    STATUS: "data_source_device_id",
}
"""The lists, each by the member that says which one an element is of."""
EVENT_MARKS: Final = frozenset({
    "curb_zone_id", "curb_area_ids", "curb_space_id", "data_source_type", "event_publication_time",
})  # fmt: skip
"""One of these makes an event one of the curb: many systems have an `event_id`."""
USEFUL: Final = frozenset({ZONES, SPACES, AREAS, EVENTS})
MOVES: Final = {"park_start": "entry", "park_end": "exit"}
LOST: Final = frozenset({"comms_lost", "decommissioned"})
ALIVE: Final = frozenset({"scheduled_report", "comms_restored"})
NO_MOTOR: Final = frozenset({"bicycle", "cargo_bicycle", "scooter", "delivery_robot"})
MOTORCYCLES: Final = frozenset({"moped", "motorcycle"})
AREA: Final = "area"
"""The type of a session that is about an area, and not a stay at the kerb."""
SESSION_COLUMNS: Final = frozenset({"event_time_start", "event_time_end", "curb_zone_id"})
AGGREGATE_COLUMNS: Final = frozenset({"curb_place_type", "curb_place_id", "metric_type", "value"})
_WRAPPERS: Final = frozenset({"data", *IDS, *(name.removesuffix("s") for name in IDS), "policy"})
_DEEPEST: Final = 5
_ORDER: Final = (EVENTS, OBJECTS, SPACES, ZONES, AREAS, POLICIES, STATUS)
"""Elements name others' ids too: an event its zone, a space its zone, an area none of these."""


def lists_of(root: object) -> dict[str, Records]:
    """Return what a payload lists, by name, in whatever a server wraps it.

    `data` is an object of lists by the text of the standard and a list of such objects by its
    OpenAPI files; a lone object is a list of one. A list that is empty is found as well.
    """
    found: dict[str, Records] = {}
    _gather(root, "", found, _DEEPEST)
    return found


def _gather(value: object, pointer: str, found: dict[str, Records], depth: int) -> None:
    kind = kind_of(value)
    if kind is not None:
        found.setdefault(kind, []).append((pointer, value))
    elif isinstance(value, list) and depth:
        for index, element in enumerate(value):
            _gather(element, f"{pointer}/{index}", found, depth - 1)
    elif isinstance(value, Mapping) and depth:
        for name in value:
            listed = value[name]
            if name in IDS and isinstance(listed, list):
                places = [(f"{pointer}/{name}/{i}", one) for i, one in enumerate(listed)]
                found.setdefault(name, []).extend(places)
            elif name in _WRAPPERS:
                _gather(listed, f"{pointer}/{name}", found, depth - 1)


def kind_of(record: object) -> str | None:
    """Tell which list a lone object would stand in, None for what is not of CDS."""
    members = record.keys() if isinstance(record, Mapping) else frozenset()
    kind = next((name for name in _ORDER if IDS[name] in members), None)
    return None if kind == EVENTS and not EVENT_MARKS & members else kind


def is_envelope(root: object) -> bool:
    """Tell the envelope of an endpoint, which every answer of one has."""
    return isinstance(root, Mapping) and {"version", "data", "last_updated"} <= root.keys()


def is_marked(name: str, records: Records) -> bool:
    """Whether anything in a list is of it: the lists' names are words that many use."""
    return any(kind_of(one) == name for _, one in records)


def sessions_in(tables: list[Table]) -> Table | None:
    return next((table for table in tables if set(table.columns) >= SESSION_COLUMNS), None)


def has_aggregates(tables: list[Table]) -> bool:
    return any(set(table.columns) >= AGGREGATE_COLUMNS for table in tables)

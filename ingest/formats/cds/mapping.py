"""From CDS to ours: a curb zone is a lot along the street; its spaces are bays."""

from collections.abc import Mapping
from typing import Final
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from ingest.formats.cds.events import add_event
from ingest.formats.cds.payload import (
    AREAS,
    EVENTS,
    IDS,
    OBJECTS,
    POLICIES,
    SPACES,
    USEFUL,
    ZONES,
    has_aggregates,
    is_envelope,
    is_marked,
    lists_of,
    sessions_in,
)
from ingest.formats.cds.sessions import add_sessions
from ingest.formats.document import Document
from ingest.formats.facts import Facts
from ingest.formats.form import IT_IS, NOT_AT_ALL, Form, Likeness, Terms
from ingest.formats.lot_facts import capacity_of, geometry_of, snapshot, space, space_code_of
from ingest.formats.payload_records import facts_of
from ingest.formats.publication import Publication
from parking.words import Words

NAME: Final = "cds"
_RULES: Final = Likeness(
    0.5,
    Words(
        "CDS 文件中只有规则、价格或设备状态，没有路缘区域、车位或事件",
        "CDS with rules, prices or device states alone: no curb zone, space or event",
    ),
)
_AGGREGATES: Final = Likeness(
    0.5,
    Words(
        "CDS 小时统计指标，不是某一时刻的数量；请发送 sessions 或 events",
        "CDS metrics by the hour, no counts at a moment; send sessions or events",
    ),
)


def recognise(document: Document) -> Likeness:
    if document.kind != "json":
        if sessions_in(document.tables) is not None:
            return IT_IS
        return _AGGREGATES if has_aggregates(document.tables) else NOT_AT_ALL
    found = lists_of(document.json)
    if not is_envelope(document.json):
        found = {name: records for name, records in found.items() if is_marked(name, records)}
    if not found:
        return NOT_AT_ALL
    return IT_IS if USEFUL & found.keys() else _RULES


def read(document: Document, terms: Terms) -> Publication:
    """Read what is listed. A table of sessions is read as entries and exits of the past."""
    publication = Publication(NAME)
    sessions = sessions_in(document.tables)
    if sessions is not None:
        add_sessions(publication, sessions, terms.zone)
        return publication
    root = document.json if isinstance(document.json, Mapping) else {}
    zone = _zone_of(root.get("time_zone"), terms.zone)
    publication.published_at = Facts(publication, "", root, zone).moment("last_updated")
    for name, records in lists_of(document.json).items():
        for facts in facts_of(publication, records, zone):
            _add(name, facts)
    return publication


def _add(name: str, facts: Facts) -> None:
    lot_id = facts.text(IDS[name])
    if name == EVENTS:
        add_event(facts)
    elif lot_id is None:
        facts.find("no-id", field=IDS[name])
    elif name == ZONES:
        _add_zone(facts.of(lot_id))
    elif name == SPACES:
        _add_space(facts, lot_id)
    elif name == AREAS:
        facts.of(lot_id).find("aggregate", value="curb area")
    elif name == OBJECTS:
        facts.of(lot_id).find("not-parking", value="curb object")
    else:
        facts.find("ignored-part", value="rules and prices" if name == POLICIES else name)


def _zone_of(name: object, otherwise: ZoneInfo) -> ZoneInfo:
    try:
        return ZoneInfo(str(name)) if name else otherwise
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return otherwise


def _add_zone(facts: Facts) -> None:
    total = facts.count("num_spaces")
    if total is None:
        spaces = facts.get("curb_space_ids")
        total = len(spaces) if isinstance(spaces, list) else None
    facts.publication.lot(
        facts.pointer,
        {
            "lot_id": facts.lot_id,
            "name": _name_of(facts),
            **geometry_of(facts, _bare(facts.get("geometry")), "geometry"),
            "coordsys": "wgs84",
            "timezone": facts.zone.key if "/" in facts.zone.key else None,
            "capacity": capacity_of(facts, {"general": total}),
            "lot_class": "onstreet",
            "structure": "onstreet",
        },
    )
    free = facts.count("available_spaces")
    observed_at = facts.moment("availability_time") if free is not None else None
    snapshot(facts, space("general", free, total), observed_at, "availability_time")


def _name_of(facts: Facts) -> str | None:
    name = facts.text("name")
    if name is not None:
        return name
    parts = (facts.text("street_name"), facts.text("cross_street_start_name"))
    return " / ".join(part for part in parts if part) or facts.text("user_zone_id")


def _bare(geometry: object) -> object:
    """Return a geometry without the feature that some wrap it in."""
    wrapped = isinstance(geometry, Mapping) and geometry.get("type") == "Feature"
    return geometry.get("geometry") if wrapped and isinstance(geometry, Mapping) else geometry


def _add_space(facts: Facts, space_id: str) -> None:
    zone_id = facts.text("curb_zone_id")
    is_free = facts.flag("available")
    if zone_id is None or is_free is None:
        field = "curb_zone_id" if zone_id is None else "available"
        facts.of(space_id).find("no-count", field=field)
        return
    report = {"kind": "space", "lot_id": zone_id, "space_code": space_code_of(space_id)}
    status = "free" if is_free else "occupied"
    observed_at = facts.of(zone_id).moment("availability_time")
    facts.publication.report(facts.pointer, report | {"status": status, "observed_at": observed_at})


FORM: Final = Form(
    name=NAME,
    title=Words("CDS 路缘数据规范", "CDS Curb Data Specification"),
    kinds=frozenset({"json", "table"}),
    recognise=recognise,
    read=read,
)

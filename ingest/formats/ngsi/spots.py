"""Spots: single spaces, a bay of their site, or a lot of one space without one."""

from ingest.formats.facts import Facts
from ingest.formats.lot_facts import snapshot, space, space_code_of
from ingest.formats.ngsi.entities import Entity
from ingest.formats.ngsi.groups import class_of
from ingest.formats.ngsi.payload import SPOT_STATUSES
from ingest.formats.ngsi.sites import place_of, words_of
from ingest.formats.ngsi.times import moment_of_count


def add_spot(entity: Entity, facts: Facts, site: str | None) -> None:
    """Add a spot's status, and its description where it belongs to no site."""
    if entity.entity_id is None:
        facts.find("no-id", "id", field="id")
        return
    facts = facts.of(site or entity.entity_id)
    space_class = class_of(facts)
    status = facts.word("status")
    observed_at = moment_of_count(entity, facts, ("status",))
    if site is not None:
        report = {"kind": "space", "lot_id": site, "space_code": space_code_of(entity.entity_id)}
        said = {"status": SPOT_STATUSES.get(status, "unknown"), "observed_at": observed_at}
        named = {"space_class": None if space_class == "general" else space_class}
        facts.publication.report(facts.pointer, report | said | named)
        return
    is_onstreet = "onstreet" in words_of(facts, "category")
    facts.publication.lot(
        facts.pointer,
        {
            "lot_id": entity.entity_id,
            "name": facts.text("name"),
            **place_of(facts),
            "coordsys": "wgs84",
            "capacity": {space_class: 1},
            "lot_class": "onstreet" if is_onstreet else None,
            "structure": "onstreet" if is_onstreet else None,
        },
    )
    free = {"free": 1, "occupied": 0}.get(status)
    snapshot(facts, space(space_class, free, 1), observed_at, "status.observedAt")

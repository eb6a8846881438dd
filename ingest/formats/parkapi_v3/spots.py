"""Spots: single spaces of ParkAPI v3, a bay of their site, or a lot of one space without one."""

from collections.abc import Mapping

from ingest.formats.facts import Facts
from ingest.formats.lot_facts import (
    LONGEST_ADDRESS,
    geometry_of,
    position_of,
    snapshot,
    space,
    space_code_of,
)
from ingest.formats.parkapi_v3.payload import AUDIENCES, SPOT_STATUSES


def add_spot(facts: Facts, site_ids: Mapping[str, str]) -> None:
    """Add a spot; `site_ids` are the lots of the payload by the id that spots name them with."""
    site = facts.text("parking_site_uid")
    if site is None and facts.get("parking_site_id") is not None:
        site = site_ids.get(str(facts.get("parking_site_id")))
        if site is None:
            told = f"a space of site {facts.get('parking_site_id')}, which is not in the payload"
            facts.find("ignored-part", "parking_site_id", value=told)
            return
    if site is None:
        _add_alone(facts)
    else:
        _add_bay(facts, site)


def _add_bay(facts: Facts, site: str) -> None:
    is_free = SPOT_STATUSES.get(facts.word("realtime_status"))
    status = "unknown" if is_free is None else "free" if is_free else "occupied"
    report = {"kind": "space", "lot_id": site, "space_code": space_code_of(facts.lot_id)}
    observed_at = facts.moment("realtime_data_updated_at")
    facts.publication.report(facts.pointer, report | {"status": status, "observed_at": observed_at})


def _add_alone(facts: Facts) -> None:
    space_class = _class_of(facts)
    kind = facts.word("type")
    place = position_of(facts, facts.get("lat"), facts.get("lon"))
    facts.publication.lot(
        facts.pointer,
        {
            "lot_id": facts.lot_id,
            "name": facts.text("name") or facts.text("address"),
            **(place or geometry_of(facts, facts.get("geojson"), "geojson")),
            "coordsys": "wgs84",
            "capacity": {space_class: 1},
            "structure": "onstreet" if kind.startswith("on_street") else None,
            "address": facts.text("address", LONGEST_ADDRESS),
        },
    )
    is_free = SPOT_STATUSES.get(facts.word("realtime_status"))
    observed_at = facts.moment("realtime_data_updated_at")
    free = None if is_free is None else int(is_free)
    snapshot(facts, space(space_class, free, 1), observed_at, "realtime_data_updated_at")


def _class_of(facts: Facts) -> str:
    told = [one.word("type") for one in (*facts.each("restrictions"), *facts.each("restricted_to"))]
    classes = [AUDIENCES.get(audience) for audience in told]
    return next((found for found in classes if found), "general")

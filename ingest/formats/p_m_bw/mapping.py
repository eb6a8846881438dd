"""From the P+M feed to ours: counts by class, each out of its own capacity."""

from typing import Final

from ingest.formats.document import Document
from ingest.formats.facts import Facts
from ingest.formats.form import Form, Likeness, Terms
from ingest.formats.lot_facts import capacity_of, geometry_of, position_of, snapshot, space
from ingest.formats.p_m_bw.payload import ACTIVE, CLASSES, is_ours, outline_of
from ingest.formats.payload_records import facts_of, likeness_of, records_of
from ingest.formats.publication import Publication
from parking.words import Words

NAME: Final = "p_m_bw"


def recognise(document: Document) -> Likeness:
    return likeness_of(records_of(document.json), is_ours)


def read(document: Document, terms: Terms) -> Publication:
    """Read every lot with its counts. A kind that a lot has no spaces of is left out."""
    publication = Publication(NAME)
    for facts in facts_of(publication, records_of(document.json), terms.zone):
        lot_id = facts.text("id")
        if lot_id is None:
            facts.find("no-id", field="id")
        else:
            _add(facts.of(lot_id))
    return publication


def _add(facts: Facts) -> None:
    capacities, frees = facts.inner("capacity"), facts.inner("free_capacity")
    capacity = capacity_of(facts, {ours: capacities.count(name) for name, ours in CLASSES.items()})
    location = facts.inner("location")
    outline = outline_of(facts.get("geometry"))
    facts.publication.lot(
        facts.pointer,
        {
            "lot_id": facts.lot_id,
            "name": facts.text("long_name") or facts.text("name"),
            **(geometry_of(facts, outline, "geometry") if outline else {}),
            **position_of(location, location.get("lat"), location.get("lng")),
            "coordsys": "wgs84",
            "capacity": capacity,
            "land_use": "park_and_ride",
            "address": facts.text("street"),
        },
    )
    status = facts.word("status")
    if status and status != ACTIVE:
        facts.find("ignored-part", "status", value=f"counts while status={status}")
        return
    spaces = [
        one
        for name, ours in CLASSES.items()
        if ours in capacity or not capacity
        for one in space(ours, frees.count(name), capacity.get(ours))
    ]
    snapshot(facts, spaces, facts.moment("time"), "time")


FORM: Final = Form(
    name=NAME,
    title=Words("巴登-符腾堡州 P+M 拼车停车场", "P+M car parks of Baden-Württemberg"),
    kinds=frozenset({"json"}),
    recognise=recognise,
    read=read,
)

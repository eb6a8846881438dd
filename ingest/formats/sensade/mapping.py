"""From Sensade to ours: a status is a count; a lot's own number of spaces is its capacity."""

from collections import Counter
from typing import Final

from ingest.formats.document import Document
from ingest.formats.facts import Facts
from ingest.formats.form import Form, Likeness, Terms
from ingest.formats.lot_facts import capacity_of, position_of, snapshot, space, split
from ingest.formats.payload_records import facts_of, likeness_of, records_of
from ingest.formats.publication import Publication
from ingest.formats.sensade.payload import CLASSES, is_ours, is_status, records
from parking.words import Words

NAME: Final = "sensade"


def recognise(document: Document) -> Likeness:
    return likeness_of(records_of(document.json), is_ours)


def read(document: Document, terms: Terms) -> Publication:
    """Read lots and statuses. A status has no time: when it was asked for is all that is known."""
    publication = Publication(NAME)
    for facts in facts_of(publication, records(document.json), terms.zone):
        name = "parkingLotId" if is_status(facts.members) else "id"
        lot_id = facts.text(name)
        if lot_id is None:
            facts.find("no-id", field=name)
        elif is_status(facts.members):
            _count(facts.of(lot_id))
        else:
            _describe(facts.of(lot_id))
    return publication


def _count(facts: Facts) -> None:
    """Free is what sensors say is free: those that are silent are neither free nor occupied."""
    total = facts.count("totalSpaceCount")
    free = facts.count("availableSpaceCount")
    facts.publication.lot(
        facts.pointer,
        {
            "lot_id": facts.lot_id,
            "name": facts.text("parkingLotName"),
            "capacity": capacity_of(facts, {"general": total}),
        },
    )
    observed_at = facts.moment("timestamp")
    spaces = space("general", free, total, facts.count("occupiedSpaceCount"))
    snapshot(facts, spaces, observed_at, "timestamp")


def _describe(facts: Facts) -> None:
    types = Counter(CLASSES.get(one.word("type")) for one in facts.each("parkingSpaces"))
    apart = {name: count for name, count in types.items() if name is not None}
    total = facts.count("availableSpaces")
    known = sum(types.values()) or None if total is None else total
    place = position_of(facts, facts.get("latitude"), facts.get("longitude"))
    address = [facts.text("address"), facts.text("zip"), facts.text("city")]
    facts.publication.lot(
        facts.pointer,
        {
            "lot_id": facts.lot_id,
            "name": facts.text("name"),
            **place,
            "coordsys": "wgs84",
            "capacity": capacity_of(facts, {**split(known, apart)}),
            "address": " ".join(part for part in address if part),
        },
    )


FORM: Final = Form(
    name=NAME,
    title=Words("Sensade 车位传感器", "Sensade space sensors"),
    kinds=frozenset({"json"}),
    recognise=recognise,
    read=read,
)

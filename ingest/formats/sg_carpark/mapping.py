"""From Singapore's counts to ours: one snapshot for a car park, with its types of lots."""

from typing import Final
from zoneinfo import ZoneInfo

from ingest.formats.document import Document
from ingest.formats.facts import Facts
from ingest.formats.form import Form, Likeness, Terms
from ingest.formats.lot_facts import capacity_of, position_of, snapshot
from ingest.formats.payload_records import facts_of, likeness_of, records_of
from ingest.formats.publication import Publication
from ingest.formats.sg_carpark.payload import (
    CLASSES,
    INFO,
    NUMBER,
    carparks,
    is_datamall,
    is_ours,
)
from parking.words import Words

NAME: Final = "sg_carpark"
_ZONE: Final = ZoneInfo("Asia/Singapore")
_TWO: Final = 2
Counts = dict[str, dict[str, int | None]]


def recognise(document: Document) -> Likeness:
    return likeness_of(records_of(document.json), is_ours)


def read(document: Document, _terms: Terms) -> Publication:
    """Read either list. Of the portal's car parks only counts are told, no names or places."""
    publication = Publication(NAME)
    rows: dict[str, list[Facts]] = {}
    for carpark in carparks(document.json):
        record = [(carpark.pointer, carpark.record)]
        for facts in facts_of(publication, record, _ZONE, is_zone_known=True):
            if is_datamall(facts.members):
                lot_id = facts.text("CarParkID")
                if lot_id is None:
                    facts.find("no-id", field="CarParkID")
                else:
                    rows.setdefault(lot_id, []).append(facts.of(lot_id))
            else:
                _add_portal(facts, carpark.timestamp)
    for of_lot in rows.values():
        _add_datamall(of_lot)
    return publication


def _add_portal(facts: Facts, timestamp: object) -> None:
    lot_id = facts.text(NUMBER)
    if lot_id is None:
        facts.find("no-id", field=NUMBER)
        return
    facts = facts.of(lot_id)
    counts: Counts = {}
    for info in facts.each(INFO):
        _count(counts, info, "lot_type", "lots_available", "total_lots")
    capacity = capacity_of(facts, {name: count["capacity"] for name, count in counts.items()})
    facts.publication.lot(
        facts.pointer,
        {"lot_id": lot_id, "timezone": _ZONE.key, "capacity": capacity},
    )
    observed_at = facts.moment("update_datetime")
    if observed_at is None and timestamp is not None:
        whole = Facts(facts.publication, facts.pointer, {"timestamp": timestamp}, _ZONE)
        observed_at = whole.moment("timestamp")
    snapshot(facts, _spaces(counts), observed_at, "update_datetime")


def _add_datamall(rows: list[Facts]) -> None:
    facts, counts = rows[0], Counts()
    for row in rows:
        _count(counts, row, "LotType", "AvailableLots", "TotalLots")
    place = (facts.text("Location") or "").replace(",", " ").split()
    facts.publication.lot(
        facts.pointer,
        {
            "lot_id": facts.lot_id,
            "name": facts.text("Development"),
            **(position_of(facts, place[0], place[1], "Location") if len(place) == _TWO else {}),
            "coordsys": "wgs84",
            "timezone": _ZONE.key,
            "address": facts.text("Area"),
        },
    )
    snapshot(facts, _spaces(counts), facts.moment("Timestamp"), "Timestamp")


def _count(counts: Counts, facts: Facts, kind: str, free: str, total: str) -> None:
    """Add one type's numbers to those of its class."""
    space_class = CLASSES.get((facts.text(kind) or "").upper())
    if space_class is None:
        facts.find("ignored-part", kind, value=f"{kind}={facts.get(kind)}")
        return
    told = {"free": facts.count(free), "capacity": facts.count(total)}
    known = counts.setdefault(space_class, {"free": None, "capacity": None})
    for name, count in told.items():
        known[name] = count if known[name] is None else (known[name] or 0) + (count or 0)


def _spaces(counts: Counts) -> list[dict[str, object]]:
    """Make the snapshot. No free lots of a total of 0 is no data: nobody has 0 lots."""
    return [
        {"space_class": name, **{field: n for field, n in count.items() if n is not None}}
        for name, count in counts.items()
        if count["free"] is not None and not (count["free"] == 0 and count["capacity"] == 0)
    ]


FORM: Final = Form(
    name=NAME,
    title=Words("新加坡停车场余位", "Singapore car park availability"),
    kinds=frozenset({"json"}),
    recognise=recognise,
    read=read,
)

"""Sessions: CDS's table of stays that are over, each an entry and an exit of the past."""

from datetime import datetime
from zoneinfo import ZoneInfo

from ingest.formats.cds.payload import AREA, MOTORCYCLES, NO_MOTOR
from ingest.formats.document import Table
from ingest.formats.facts import Facts
from ingest.formats.publication import Publication


def add_sessions(publication: Publication, table: Table, zone: ZoneInfo) -> None:
    """Add the stays of motor vehicles; one that ends before it begins is refused.

    Who only drives through an area parks nowhere, whatever zone it passes.
    """
    for number, cells in table.rows:
        facts = Facts(publication, f"/{number}", cells, zone)
        zone_id, vehicle = facts.text("curb_zone_id"), facts.word("vehicle_type")
        if zone_id is None:
            facts.find("no-id", field="curb_zone_id")
        elif facts.word("session_type") == AREA:
            facts.of(zone_id).find("ignored-part", "session_type", value=f"session_type={AREA}")
        elif vehicle in NO_MOTOR:
            facts.of(zone_id).find("not-parking", "vehicle_type", value=vehicle)
        else:
            _add(facts.of(zone_id), vehicle)


def _add(facts: Facts, vehicle: str) -> None:
    begin, end = facts.moment("event_time_start"), facts.moment("event_time_end")
    if begin is None:
        facts.find("no-time", field="event_time_start")
        return
    if end is not None and datetime.fromisoformat(end) < datetime.fromisoformat(begin):
        facts.find("bad-record", "event_time_end", value=f"ends {end} before it begins {begin}")
        return
    for kind, moment, serial in (
        ("entry", begin, "event_id_start"),
        ("exit", end, "event_id_end"),
    ):
        if moment is not None:
            facts.publication.report(
                facts.pointer,
                {
                    "kind": kind,
                    "lot_id": facts.lot_id,
                    "record_serial": facts.text(serial, 128),
                    "observed_at": moment,
                    "is_backfill": True,
                    "space_class": "motorcycle" if vehicle in MOTORCYCLES else "general",
                    "vehicle_class": vehicle or None,
                },
            )

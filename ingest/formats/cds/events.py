"""Events at the curb: who parks enters the zone, who leaves exits; a lost device knows nothing.

Licence plates, permits and vehicle ids stay behind: only the kind of vehicle is passed on.
"""

from ingest.formats.cds.payload import ALIVE, LOST, MOTORCYCLES, MOVES, NO_MOTOR
from ingest.formats.facts import Facts
from ingest.formats.lot_facts import space_code_of


def add_event(facts: Facts) -> None:
    """Add a report of what happened, where it concerns motor vehicles or what is known of them."""
    zone_id, kind = facts.text("curb_zone_id"), facts.word("event_type")
    if zone_id is None:
        facts.find("bad-record", value="no curb_zone_id")
        return
    facts = facts.of(zone_id)
    vehicle = facts.word("vehicle_type")
    if vehicle in NO_MOTOR:
        facts.find("not-parking", "vehicle_type", value=vehicle)
        return
    told: dict[str, object] = {
        "lot_id": zone_id,
        "record_serial": facts.text("event_id", 128),
        "observed_at": facts.moment("event_time"),
        "sent_at": facts.moment("event_publication_time"),
    }
    code = facts.get("curb_space_id")
    bay: dict[str, object] = {"space_code": space_code_of(code) if code is not None else None}
    if kind in MOVES:
        space_class = "motorcycle" if vehicle in MOTORCYCLES else "general"
        move: dict[str, object] = {
            "kind": MOVES[kind],
            "space_class": space_class,
        }
        facts.publication.report(
            facts.pointer, move | told | bay | {"vehicle_class": vehicle or None}
        )
    elif kind in LOST and bay["space_code"] is not None:
        facts.publication.report(facts.pointer, told | bay | {"kind": "space", "status": "unknown"})
    elif kind in ALIVE:
        facts.publication.report(facts.pointer, told | {"kind": "heartbeat"})
    else:
        facts.find("ignored-part", "event_type", value=f"event_type={kind}")

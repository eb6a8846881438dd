"""When a record was so, by its own word."""

from ingest.mapping.compiled import Compiled
from ingest.mapping.notes import Notes
from ingest.mapping.records import Record


def observed(record: Record, ready: Compiled, notes: Notes, lot_id: str) -> str | None:
    """Return RFC 3339; a time that cannot be understood is told and left out."""
    try:
        found = ready.moment(record)
    except ValueError:
        raw = ready.raw("observed_at", record)
        notes.each("bad-time", record.pointer, lot_id, value=raw)
        return None
    if found is None:
        if "observed_at" not in ready.fields and not ready.mapping.published_at:
            notes.once("no-time", "observed_at", field="observed_at")
        return None
    if found[1] and not ready.mapping.zone:
        raw = ready.raw("observed_at", record)
        notes.once("naive-time", "observed_at", record.pointer, value=raw, zone=ready.zone.key)
    return found[0]

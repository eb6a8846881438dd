"""From a body to our rows: which message each record is, and what reads it."""

from collections.abc import Callable
from functools import partial
from typing import Final

from ingest.formats.findings import Finding
from ingest.interlink.amendments import read_correction, read_void
from ingest.interlink.counts import read_heartbeat, read_space, read_vacancy
from ingest.interlink.descriptions import read_lot
from ingest.interlink.envelope import Wrapped, message_of, unwrap
from ingest.interlink.movements import read_movement, read_passage, read_session
from ingest.interlink.plates import PlateHash
from ingest.interlink.profile import Profile
from ingest.interlink.reading import RecordReading, RefusedError
from ingest.interlink.record_reader import LONGEST_LOT, RecordReader
from ingest.interlink.vocabulary import MessageKind


def _read_ignored(reader: RecordReader) -> None:
    reader.note("ignored-part", "lot_id", value=reader.message.name)


_READERS: Final[dict[MessageKind, Callable[[RecordReader], None]]] = {
    "entry": partial(read_movement, kind="entry"),
    "exit": partial(read_movement, kind="exit"),
    "passage": read_passage,
    "session": read_session,
    "vacancy": read_vacancy,
    "space": read_space,
    "lot": read_lot,
    "curb_segment": partial(read_lot, is_kerb=True),
    "heartbeat": read_heartbeat,
    "correction": read_correction,
    "void": read_void,
    "ignored": _read_ignored,
}


def read_records(
    document: object,
    profile: Profile,
    *,
    named: str | None = None,
    hashed: PlateHash | None = None,
) -> list[RecordReading]:
    """Read every record by itself; raises UnreadableError where there is none at all.

    `named` is the message that the address names. Without `hashed` no plate leaves a trace.
    """
    return [_read(wrapped, profile, named, hashed) for wrapped in unwrap(document, profile)]


def _read(
    wrapped: Wrapped | None, profile: Profile, named: str | None, hashed: PlateHash | None
) -> RecordReading:
    if wrapped is None:
        out = RecordReading("")
        out.refused = Finding("bad-record", "", None, {"value": "JSON"})
        return out
    out = RecordReading(wrapped.pointer)
    message = message_of(profile, wrapped.chain, named)
    if message is None:
        known = ", ".join(message.name for message in profile.messages)
        places = {"value": named or "?", "known": known}
        out.refused = Finding("unknown-message", wrapped.pointer, None, places)
        return out
    out.message = message.name
    reader = RecordReader(profile, message, wrapped.chain, out, hashed)
    out.lot_id = reader.text("lot_id", LONGEST_LOT)
    out.serial = reader.text("record_serial")
    reader.lot_id = out.lot_id or ""
    try:
        if out.lot_id is None and message.kind != "ignored":
            reader.refuse("missing-field", "lot_id")
        _READERS[message.kind](reader)
    except RefusedError as error:
        out.reports.clear()
        out.lots.clear()
        out.refused = error.finding
    return out

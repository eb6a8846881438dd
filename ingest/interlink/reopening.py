"""Open or closed, as a lot's state says it: a closure that begins, and ends under its serial."""

from datetime import datetime
from typing import Final

from ingest.formats.publication import Opening
from ingest.reports.prepare import Registers
from parking.clock import SECOND_US, from_us, to_us
from parking.directory import Directory
from parking.live.lot_registers import CLOSURE_PREFIX
from parking.live.register import closure_name
from parking.live.stored import closure_of

SERIAL: Final = "interlink-closed-"
REASON: Final = "停车场状态为关闭 · closed, says its state"


def closure_rows(
    openings: list[Opening], directory: Directory, source_key: int, registers: Registers
) -> list[dict[str, object]]:
    """Return closures that begin or end; "open" of a lot that we hold for open is none.

    Lot ids are ours by now. What is in force is read from the live registers, so nothing need be
    remembered here, whichever process is asked. What is older than the closure ends none.
    """
    rows = []
    for opening in openings:
        if opening.observed_at is None:
            continue
        observed_us = to_us(datetime.fromisoformat(opening.observed_at))
        standing = _standing(opening.lot_id, directory, source_key, registers)
        row: dict[str, object] = {
            "kind": "closure",
            "lot_id": opening.lot_id,
            "record_serial": f"{SERIAL}{observed_us // SECOND_US}",
            "observed_at": opening.observed_at,
            "reason": REASON,
        }
        if not opening.is_open and not standing:
            rows.append(row)
        for serial, begun_us in standing.items() if opening.is_open else ():
            if observed_us > begun_us:
                ended = {"record_serial": serial, "from": from_us(begun_us).isoformat()}
                rows.append({**row, **ended, "to": opening.observed_at})
    return rows


def _standing(
    lot_id: str, directory: Directory, source_key: int, registers: Registers
) -> dict[str, int]:
    """Return the serials of our closures that are in force, and when they began.

    A register's name is a digest of the serial, and ours is made of when the closure began.
    """
    lot = directory.find_lot(lot_id)
    held = registers(lot.lot_key) if lot else None
    standing = {}
    for name, stored in held.all().items() if held else ():
        if not name.startswith(CLOSURE_PREFIX):
            continue
        closure = closure_of(stored)
        serial = f"{SERIAL}{closure.from_us // SECOND_US}"
        is_ours = name == closure_name(source_key, serial)
        if is_ours and not closure.void and closure.to_us is None:
            standing[serial] = closure.from_us
    return standing

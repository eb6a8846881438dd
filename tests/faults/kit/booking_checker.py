"""Judges a city's bookings after its faults: by its database, and what drivers were answered."""

from collections.abc import Mapping
from datetime import datetime

import asyncpg

from parking.clock import to_us
from tests.faults.kit.bookers import BookingJournal
from tests.faults.kit.builds import Verdict

BLOCKING = "('held', 'pending_gate', 'confirmed', 'active', 'overstay')"
OVERLAPS = f"""
    select count(*) from booking a join booking b
    on a.space_key = b.space_key and a.booking_key < b.booking_key and a.blocked && b.blocked
    where a.status in {BLOCKING} and b.status in {BLOCKING}
"""
STORED = """
    select booking_id, space_code, status, lower(during) as begins, upper(during) as ends,
        price_fen, (select count(*) from booking_event e
                    where e.booking_key = b.booking_key and e.event = 'hold') as holds
    from booking b join shared_space using (space_key)
"""
UNBALANCED = """
    select count(*) from (
        select entry_key from ledger_posting group by entry_key, unit having sum(amount) <> 0
    ) entries
"""
OWED = "select coalesce(-sum(amount), 0)::bigint from ledger_posting where account like 'driver:%'"
TWICE = f"""
    insert into booking (booking_id, space_key, agreement_key, agreement_version, lot_key,
        driver_key, status, during, blocked, hold_expires_at, is_free, plate_hash)
    select booking_id || '-again', space_key, agreement_key, agreement_version, lot_key,
        driver_key, 'confirmed', during, blocked, hold_expires_at, is_free, plate_hash
    from booking where status in {BLOCKING} limit 1
"""
DEADLOCKS = "select deadlocks from pg_stat_database where datname = current_database()"


async def check_bookings(
    database_url: str, journal: BookingJournal, verdict: Verdict, log: str
) -> None:
    """Note whatever is not as it was answered, or must never be. `log` is the server's."""
    for kind, words in journal.complaints:
        verdict.add(kind, words)
    connection = await asyncpg.connect(database_url)
    try:
        overlaps = await connection.fetchval(OVERLAPS)
        deadlocks = await connection.fetchval(DEADLOCKS)
        stored = {row["booking_id"]: row for row in await connection.fetch(STORED)}
        unbalanced = await connection.fetchval(UNBALANCED)
        owed = await connection.fetchval(OWED)
        is_guarded = not stored or await _is_guarded(connection)
    finally:
        await connection.close()
    # The server forgets its counters when it dies, but not what it has logged.
    deadlocks = max(deadlocks, log.count("deadlock detected"))
    if overlaps:
        verdict.add("overlaps", f"{overlaps} pairs of bookings on one space")
    if deadlocks:
        verdict.add("deadlocks", f"{deadlocks}")
    if not is_guarded:
        verdict.add("unguarded", "the database takes a second booking of one space")
    if unbalanced:
        verdict.add("money", f"{unbalanced} entries do not balance")
    _compare(journal, stored, owed, verdict)
    verdict.figures |= {"overlaps": overlaps, "deadlocks": deadlocks, "bookings": len(stored)}


def _compare(
    journal: BookingJournal, stored: Mapping[str, asyncpg.Record], owed: int, verdict: Verdict
) -> None:
    answered = journal.bookings
    lost = [booking_id for booking_id in answered if booking_id not in stored]
    doubled = [
        booking_id
        for booking_id, row in stored.items()
        if booking_id not in answered or row["holds"] != 1
    ]
    wrong = [
        f"{booking['status']} is {stored[booking_id]['status']}"
        for booking_id, booking in answered.items()
        if booking_id in stored and not _is_as_told(booking, stored[booking_id])
    ]
    for kind, found in (("lost", lost), ("doubled", doubled), ("wrong", wrong)):
        if found:
            verdict.add(kind, f"{len(found)}, among them {found[:3]}")
    due = sum(
        booking["price_fen"] for booking in answered.values() if booking["status"] == "confirmed"
    )
    if owed != due:
        verdict.add("money", f"drivers owe {owed} fen where they were told {due}")
    verdict.figures |= {"lost": len(lost), "doubled": len(doubled), "owed, fen": owed}


def _is_as_told(booking: Mapping[str, object], row: asyncpg.Record) -> bool:
    told, found = booking["status"], row["status"]
    is_same = found == told or (told, found) == ("held", "expired")
    moments = [_us(booking[name]) for name in ("from", "to")]
    return is_same and [booking["space_code"], booking["price_fen"], *moments] == [
        row["space_code"], row["price_fen"], to_us(row["begins"]), to_us(row["ends"])
    ]  # fmt: skip


def _us(moment: object) -> int:
    return to_us(datetime.fromisoformat(str(moment)))


async def _is_guarded(connection: asyncpg.Connection) -> bool:
    """Try to put a second booking beside one, past all that the program looks at."""
    attempt = connection.transaction()
    await attempt.start()
    try:
        await connection.execute(TWICE)
    except asyncpg.ExclusionViolationError:
        return True
    finally:
        await attempt.rollback()
    return False

"""What must hold of bookings, money and gates whatever happened: asked of the database by itself.

Nothing here asks the code that is under test.
"""

from itertools import pairwise
from typing import TYPE_CHECKING, Final

from parking.clock import from_us, to_us
from parking.sharing.booking_states import NEXT
from parking.storage.postgres.pool import Connection

if TYPE_CHECKING:
    from tests.sharing.walking import Walk

EDGES: Final = {(before, after) for (before, _), after in NEXT.items()}
LAWS: Final = {
    "a space is active twice": """
        select count(*) from booking a join booking b using (space_key)
        where a.booking_key > $1 and a.booking_key < b.booking_key
          and a.status in ('active', 'overstay') and b.status in ('active', 'overstay')
    """,
    "two bookings meet on a space": """
        select count(*) from booking a join booking b using (space_key)
        where a.booking_key > $1 and a.booking_key < b.booking_key and a.blocked && b.blocked
          and a.status in ('held', 'pending_gate', 'confirmed', 'active', 'overstay')
          and b.status in ('held', 'pending_gate', 'confirmed', 'active', 'overstay')
    """,
    "an entry does not balance": """
        select count(*) from (
            select from ledger_entry join ledger_posting using (entry_key)
            where booking_key > $1 group by entry_key, unit having sum(amount) <> 0
        ) entries
    """,
    "a booking was paid in part, or not for nothing": """
        select count(*) from booking b
        cross join lateral (
            select coalesce(-sum(p.amount), 0) as fen
            from ledger_entry e join ledger_posting p using (entry_key)
            where e.booking_key = b.booking_key and p.account like 'driver:%' and p.unit = 'fen'
        ) paid
        where b.booking_key > $1 and b.status <> 'revoked' and paid.fen <> b.price_fen
          and (b.status in ('confirmed', 'active', 'overstay', 'completed') or paid.fen <> 0)
    """,
    "what was given up in time was not paid back": """
        select count(*) from booking b
        join ledger_entry l using (booking_key)
        join ledger_posting p using (entry_key)
        cross join lateral (
            select max(e.at) filter (where e.event = 'cancel') as cancelled_at
            from booking_event e where e.booking_key = b.booking_key
        ) events
        where b.booking_key > $1 and p.account like 'driver:%' and b.status = 'cancelled'
          and cancelled_at <= lower(b.during) - interval '1 hour'
        group by b.booking_key having sum(p.amount) <> 0
        limit 1
    """,
    "what was taken back was not paid back, or by an owner of late not twice": """
        select count(*) from booking b
        join ledger_entry l using (booking_key)
        join ledger_posting p using (entry_key)
        cross join lateral (
            select max(e.at) filter (where e.event = 'revoke' and e.role <> 'admin') as by_owner_at
            from booking_event e where e.booking_key = b.booking_key
        ) events
        where b.booking_key > $1 and p.account like 'driver:%' and b.status = 'revoked'
          and p.unit = 'fen'
        group by b.booking_key, b.price_fen, b.during, by_owner_at
        having sum(p.amount) <> case
            when by_owner_at > lower(b.during) - interval '1 hour' then b.price_fen else 0
        end
        limit 1
    """,
    "a barred plate was let on a free space": """
        select count(*) from booking_event e
        join booking b using (booking_key)
        join sharing_ban x on x.plate_hash = b.plate_hash
        where b.booking_key > $1 and b.is_free and x.lifted_at is null
          and e.event in ('hold', 'confirm', 'ask_gate', 'check_in')
          and x.during @> e.at and lower(x.during) < e.at
    """,
}
PASSED: Final = """
    select lower(b.during) as begins, upper(b.during) as ends, b.is_free,
        (select min(lower(x.during)) from sharing_ban x
         where x.plate_hash = b.plate_hash and x.lifted_at is null
           and x.during @> $2::timestamptz) as barred
    from booking b where b.booking_id = $1
"""


async def broken_laws(connection: Connection, walk: "Walk") -> list[str]:
    """Name those that do not hold of a walk's bookings."""
    after = walk.first_key
    broken = [law for law, count in LAWS.items() if await connection.fetchval(count, after)]
    return (
        broken + await _illegal_steps(connection, after) + await _wrongly_passed(connection, walk)
    )


async def _illegal_steps(connection: Connection, after: int) -> list[str]:
    rows = await connection.fetch(
        "select booking_key, array_agg(e.status order by event_key) as path, b.status as last"
        " from booking_event e join booking b using (booking_key)"
        " where booking_key > $1 group by booking_key, b.status",
        after,
    )
    return [f"a path that is none: {row['path']}, {row['last']}" for row in rows if not _leads(row)]


def _leads(row: dict) -> bool:
    path = [*row["path"], row["last"]]
    return all(step[0] == step[1] or step in EDGES for step in pairwise(path))


async def _wrongly_passed(connection: Connection, walk: "Walk") -> list[str]:
    """Hold what the gate let pass against the windows that this walk opened, by plain numbers."""
    broken = []
    while walk.admitted:
        booking_id, direction, at_us = walk.admitted.pop()
        row = await connection.fetchrow(PASSED, booking_id, from_us(at_us))
        begins_us, ends_us = to_us(row["begins"]), to_us(row["ends"])
        moves = any(begin <= at_us < end for begin, end in walk.movement)
        if direction == "entry" and not (begins_us <= at_us < ends_us and moves):
            broken.append(f"a car came in at a wrong time: {booking_id}")
        if direction == "exit" and at_us < ends_us and not moves:
            broken.append(f"a car left while none may: {booking_id}")
        is_known = row["barred"] is not None and to_us(row["barred"]) < walk.told_us
        if direction == "entry" and row["is_free"] and is_known:
            broken.append(f"the gate let in a barred car: {booking_id}")
    return broken

"""Reads what quality is made of: how a scope's lots were reported on, and what stays came to."""

from parking.planning.durations import NO_SESSIONS, SessionSums
from parking.planning.history.service_hour import ServiceHour
from parking.planning.scope import Scope
from parking.planning.service_sums import total_service
from parking.storage.postgres.planning.reading_service import read_service
from parking.storage.postgres.planning.reading_sessions import SessionReader
from parking.storage.postgres.pool import Connection


async def read_scope_sessions(
    connection: Connection, scope: Scope, now_us: int, *, with_minutes: bool
) -> SessionSums:
    """Read the sums of stays, zone by zone; `now_us` says which are given up."""
    found = [
        await SessionReader(
            connection, places.all_keys, scope.classes, scope.pieces(places.zone), now_us
        ).sums(with_minutes=with_minutes)
        for places in scope.places
    ]
    return sum(found, NO_SESSIONS)


async def read_scope_service(
    connection: Connection, scope: Scope, *, with_delays: bool
) -> ServiceHour | None:
    """Read the sums of service, zone by zone; None where there is no lot."""
    found = [
        await read_service(
            connection, places.all_keys, scope.pieces(places.zone), with_delays=with_delays
        )
        for places in scope.places
    ]
    return total_service(found) if found else None

"""An absolute count that a person made. Knows nothing of what it does to the estimate."""

from collections.abc import Sequence

from ingest.operator.declaring import Declared, Declaring, fresh_serial
from parking.clock import from_us
from parking.principal import Principal
from parking.report import Snapshot, Space


async def recount(
    declaring: Declaring, principal: Principal, lot_id: str, spaces: Sequence[Space], reason: str
) -> tuple[Snapshot, Declared]:
    """Take the count as of now; the reason goes into the audit."""
    lot = declaring.lot(principal, lot_id)
    report = Snapshot(
        lot_id=lot_id,
        record_serial=fresh_serial(),
        observed_at=from_us(declaring.clock.now_us()),
        spaces=list(spaces),
    )
    counted = [
        {"space_class": space.space_class, "free": space.free, "capacity": space.capacity}
        for space in spaces
    ]
    detail = {"spaces": counted, "reason": reason}
    return report, await declaring.declare(principal, lot, report, "lot.recount", detail)

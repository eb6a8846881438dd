"""The sane rival: pydantic, a transaction of many executions and a pipeline of EVALSHA a body."""

from tests.bench.ingest.rivals.common import Shop, Snapshot, serve


async def take(shop: Shop, reports: list[Snapshot]) -> list[str]:
    known = [(report, lot_key) for report in reports if (lot_key := shop.lot_of(report))]
    # Sorted, so that two bodies with common rows cannot lock each other out.
    rows = sorted({report.row(lot_key) for report, lot_key in known})
    async with shop.pool.acquire() as connection, connection.transaction():
        # As executemany, and as cheap, but it returns what it inserted.
        inserted = await connection.fetchmany(shop.insert + ", lot_key, record_serial", rows)
    async with shop.redis.pipeline(transaction=False) as pipeline:
        for report, _ in known:
            for keys, arguments in report.registers():
                pipeline.evalsha(shop.sha, len(keys), *keys, *arguments)
        await pipeline.execute()
    fresh = {(lot_key, serial) for _, lot_key, serial in inserted}
    return [_status(shop, report, fresh) for report in reports]


def _status(shop: Shop, report: Snapshot, fresh: set[tuple[int, str]]) -> str:
    lot_key = shop.lots.get(report.lot_id)
    if lot_key is None or shop.lot_of(report) is None:
        return "rejected"
    key = (lot_key, report.record_serial)
    if key not in fresh:
        return "duplicate"
    fresh.discard(key)
    return "accepted"


if __name__ == "__main__":
    serve("sane_report", take)

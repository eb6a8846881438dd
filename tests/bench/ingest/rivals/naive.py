"""The naive rival: pydantic, one transaction and one EVALSHA a report, one after the other."""

from tests.bench.ingest.rivals.common import Shop, Snapshot, serve


async def take(shop: Shop, reports: list[Snapshot]) -> list[str]:
    return [await _take_one(shop, report) for report in reports]


async def _take_one(shop: Shop, report: Snapshot) -> str:
    lot_key = shop.lot_of(report)
    if lot_key is None:
        return "rejected"
    async with shop.pool.acquire() as connection, connection.transaction():
        row_id = await connection.fetchval(shop.insert, *report.row(lot_key))
    for keys, arguments in report.registers():
        await shop.redis.evalsha(shop.sha, len(keys), *keys, *arguments)
    return "duplicate" if row_id is None else "accepted"


if __name__ == "__main__":
    serve("naive_report", take)

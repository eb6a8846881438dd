"""The live picture twice: folded from the log by the pure rules alone, and as Redis holds it."""

from collections.abc import Iterable, Sequence

from ingest.log_records import record_of_row
from parking.live.beside import counted_registers
from parking.live.count_state import register_of_state
from parking.live.counting import fold
from parking.live.doubt_register import DOUBT_NAME
from parking.live.record import Record, in_order
from parking.live.register import merge, registers_of
from parking.live.stored import POS_WIDTH, VERSION_WIDTH
from parking.ports import Register
from parking.report import Correction, Entry, Exit, Totals, Void
from parking.storage.postgres.pool import open_pool
from parking.storage.postgres.report_log import ReportLog
from parking.storage.redis.projection import RedisProjection
from parking.storage.settings import StoreUrls

MAKES_COUNTED = (Entry, Exit, Totals, Correction, Void)
PARTITIONS = 16
SINCE_2000_US = 946_684_800_000_000
ALL_ROWS = 1 << 40
TIMEOUT_MS = 300_000

Picture = dict[int, dict[str, str]]
"""By lot key, the content of each register by its name."""


async def folded(stores: StoreUrls) -> Picture:
    """The picture that follows from the committed log; no amendments may be in it."""
    picture: Picture = {}
    async with (
        await open_pool(
            stores.database_url, "onelot_ingest", statement_timeout_ms=TIMEOUT_MS
        ) as pool,
        pool.acquire() as connection,
    ):
        for (lot_key,) in await connection.fetch("select lot_key from lot"):
            rows = await ReportLog().log_of_lot(connection, lot_key, SINCE_2000_US, ALL_ROWS)
            if rows:
                picture[lot_key] = _registers(lot_key, [record_of_row(row) for row in rows])
    return picture


async def projected(stores: StoreUrls) -> Picture:
    """What readers start from; raises ProjectionLostError while it is being rebuilt.

    Without what the platform itself doubts: that follows from no report.
    """
    picture: Picture = {}
    projection = RedisProjection(stores.redis_url, partitions=PARTITIONS)
    try:
        for partition in range(PARTITIONS):
            for (lot_key, name), stored in (await projection.load(partition)).stored.items():
                if name == DOUBT_NAME:
                    continue
                picture.setdefault(lot_key, {})[name] = _content(name, stored[POS_WIDTH:])
    finally:
        await projection.aclose()
    for registers in picture.values():
        _leave_out_old_counts(registers)
    return picture


def _registers(lot_key: int, records: Sequence[Record]) -> dict[str, str]:
    if not any(isinstance(record.report, MAKES_COUNTED) for record in records):
        return _merged(
            register
            for one in records
            for register in registers_of(
                one.report, one.observed_us, lot_key, one.source_key, one.ident, flags=one.flags
            )
        )
    state = fold(sorted(records, key=in_order))
    beside = _merged(
        register for record in records for register in counted_registers(state, record, lot_key)
    )
    return beside | {"c": register_of_state(lot_key, state, 0).value}


def _merged(registers: Iterable[Register]) -> dict[str, str]:
    stored: dict[str, str] = {}
    for register in registers:
        stored[register.name], _ = merge(stored.get(register.name), register, 0)
    return {name: text[POS_WIDTH:] for name, text in stored.items()}


def _content(name: str, text: str) -> str:
    """A lot's row without its version, which only tells how often it was written."""
    return text[VERSION_WIDTH:] if name == "c" else text


def _leave_out_old_counts(registers: dict[str, str]) -> None:
    """Counts from before a lot counted by movements are in its row."""
    if "c" in registers:
        for name in [name for name in registers if name.startswith("s:")]:
            del registers[name]

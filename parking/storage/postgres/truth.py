"""What a backup holds: the tables of the truth, found in the catalogue, in loading order."""

from dataclasses import dataclass
from graphlib import TopologicalSorter
from typing import Final

from parking.storage.postgres.pool import Connection
from parking.storage.postgres.queries import query

LOG: Final = "report_log"
MONTHLY: Final = ("occupancy_hour", "region_hour", "service_hour")
"""Tables that have a part for every month."""
PLAIN_TEXT: Final = {
    "search_path": "public",
    "timezone": "UTC",
    "datestyle": "ISO",
    "bytea_output": "hex",
    "extra_float_digits": "1",
    "statement_timeout": "0",
    "application_name": "onelot backup",
}
"""Settings under which values as text mean the same to every server."""


@dataclass(frozen=True, slots=True)
class TruthTable:
    """One table; `reader` is the role that sees all its rows in the platform's scope."""

    name: str
    columns: list[str]
    needs: list[str]
    numbered: list[str]
    is_guarded: bool
    reader: str
    size_bytes: int


async def truth_tables(connection: Connection) -> list[TruthTable]:
    """Return the tables; what a table refers to comes before it."""
    tables = {
        row["name"]: TruthTable(
            name=row["name"],
            columns=row["columns"],
            needs=row["needs"],
            numbered=row["numbered"],
            is_guarded=row["is_guarded"],
            reader=_reader(is_guarded=row["is_guarded"], ingest_reads=row["ingest_reads"]),
            size_bytes=row["size_bytes"],
        )
        for row in await connection.fetch(query("truth_tables"))
    }
    order = TopologicalSorter({name: table.needs for name, table in tables.items()})
    return [tables[name] for name in order.static_order()]


def _reader(*, is_guarded: bool, ingest_reads: bool) -> str:
    """Row-level security is forced on the owner too; nobody holds it from what is not guarded."""
    if not is_guarded:
        return "none"
    return "onelot_ingest" if ingest_reads else "onelot_app"

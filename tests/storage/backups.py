"""A city with some of everything to back up, the two commands, and what a database holds."""

import json
from pathlib import Path

import asyncpg
from click.testing import CliRunner, Result

from api.commands.main import main
from parking.storage.settings import StoreUrls
from tests.ingest.city import city, report, snapshot
from tests.services.databases import execute

SEED = """
insert into area (area_code, level, name, outline) values
    ('370102', 'district', E'历下\\t\\\\\\n区', '{"type": "Polygon", "coordinates": []}');
insert into api_key (key_id, secret_hash, role) values ('k', '\\x00ff', 'admin');
insert into platform_secret (name, secret) values ('hmac', '\\x0001fe');
insert into space (lot_key, space_code) values (1, 'A-1');
update lot set deleted_at = now() where lot_id = 'N-4';
"""


async def fill(stores: StoreUrls) -> None:
    """Both lanes, bays, closures, amendments; the checkpoint holds the first half of the log."""
    async with city(stores) as north:
        first = await north.statuses(
            snapshot(5, -60), report("space", "b", -59, space_code="A-1", status="occupied"),
            report("closure", "c", -58), report("entry", "e", -57, lot="N-2"),
            snapshot(7, -56, lot="N-2"), report("void", "v", -55, lot="N-2", void_of="e"),
            report("totals", "t", -54, lot="N-3", in_total=7, out_total=2),
        )  # fmt: skip
        assert first == ["accepted"] * 7
        await north.send({"kind": "nonsense", "lot_id": "N-1"})
        await execute(
            stores.database_url,
            "insert into projection values (1, 's:general', 'x')",
            "update projection_cursor set (xid, id) ="
            " (select xid, id from report_log order by xid, id limit 1)",
        )
        await north.send(snapshot(9, -5), key="north-2")
        await north.send(snapshot(9, -86_400, lot="S-1"), key="south")
    await execute(stores.database_url, SEED)


async def contents(url: str) -> dict[str, list[str]]:
    """Every row of every table that a crash does not empty, as text.

    Registry and transaction numbers are the database's own, which its followers go by; that a
    backup was made is known to the database only afterwards.
    """
    connection = await asyncpg.connect(url, server_settings={"timezone": "UTC"})
    try:
        tables = await connection.fetch(
            "select relname::text as name from pg_class where relnamespace = 'public'::regnamespace"
            " and relkind in ('r', 'p') and not relispartition and relpersistence = 'p'"
            " and relname not in ('schema_migration', 'projection_cursor', 'rollup_cursor')"
        )
        return {
            name: sorted(
                row[0]
                for row in await connection.fetch(
                    f"select (to_jsonb(t) - 'version' - 'xid')::text from {name} t"
                )
                if "city.backup" not in row[0]
            )
            for (name,) in tables
        }
    finally:
        await connection.close()


def onelot(command: str, file: Path, url: str, stores: StoreUrls) -> Result:
    env = {"ONELOT_DATABASE_URL": url, "ONELOT_REDIS_URL": stores.redis_url}
    return CliRunner().invoke(main, [command, str(file), "--json"], env=env)


def told(result: Result) -> dict:
    assert result.exit_code == 0, result.output
    return json.loads(result.stdout)

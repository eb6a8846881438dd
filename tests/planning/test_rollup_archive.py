"""Old days of the log go into files and come back; figures stay, and nothing is added to them."""

import asyncio
import json
from datetime import date, timedelta
from os import getpid
from pathlib import Path

import asyncpg
import pytest
from click.testing import CliRunner, Result

from api.commands.main import main
from parking.storage.log_parquet import LogFileError, read_log_file
from parking.storage.settings import StoreUrls
from tests.ingest.city import NOON, report, snapshot
from tests.planning.history_city import HistoryCity, history_city

DAY_S = 86_400
OLDEST = (NOON - timedelta(days=19)).date()
ONE_MORE = """
create function one_more() returns trigger language plpgsql as
$$ begin new.rows := new.rows - 1; return new; end $$;
create trigger one_more before insert on report_log_archive
    for each row execute function one_more();
"""
"""Every day has a report more than its archive."""
TO_ANOTHER = """
do $$
declare
    v_name text;
begin
    execute 'create role {0}; grant create on schema public to {0}';
    for v_name in
        select oid::regclass from pg_class
        where relnamespace = 'public'::regnamespace and relkind in ('r', 'p')
    loop
        execute format('alter table %s owner to {0}', v_name);
    end loop;
    for v_name in
        select oid::regprocedure from pg_proc where pronamespace = 'public'::regnamespace
    loop
        execute format('alter function %s owner to {0}', v_name);
    end loop;
end
$$
"""
"""All of the city is owned by a role that is no superuser."""


@pytest.fixture
async def past(stores: StoreUrls):
    """Nineteen days of reports, of which seven are more than twelve days old."""
    async with history_city(stores) as made:
        await made.history(
            *(snapshot(day, -day * DAY_S, serial=f"d{day}") for day in range(1, 20)),
            *(
                report(kind, f"{kind}{day}", -day * DAY_S + 60, plate_hash="P")
                for day in range(1, 20)
                for kind in ("entry", "heartbeat")
            ),
        )
        await made.move_to(60)
        await made.written_up()
        yield made


def onelot(past: HistoryCity, *words: str) -> Result:
    urls = past.built.urls
    env = {"ONELOT_DATABASE_URL": urls.database_url, "ONELOT_REDIS_URL": urls.redis_url}
    return CliRunner().invoke(main, [*words, "--json"], env=env)


async def told(past: HistoryCity, *words: str) -> dict:
    """A command has a loop of its own."""
    result = await asyncio.to_thread(onelot, past, *words)
    assert result.exit_code == 0, result.output
    return json.loads(result.stdout)


async def log(past: HistoryCity) -> list[str]:
    rows = await past.owner.fetch("select (to_jsonb(l) - 'xid')::text from report_log l")
    return sorted(row[0] for row in rows)


async def test_a_day_that_was_archived_comes_back_to_the_bit(past: HistoryCity, tmp_path: Path):
    before = await log(past)
    done = await told(past, "archive", "write", str(tmp_path), "--keep-days", "12")
    assert done["days"] == [str(OLDEST + timedelta(days=day)) for day in range(7)]
    assert done["rows"] == len(before) - len(await log(past)) == 7 * 3
    for file in sorted(tmp_path.iterdir()):  # noqa: ASYNC240 - a folder of seven files
        await told(past, "archive", "read", str(file))
    assert await log(past) == before
    assert not await past.owner.fetch("select * from report_log_archive")


async def test_figures_of_archived_days_stay_and_a_rebuild_leaves_them(
    past: HistoryCity, tmp_path: Path
):
    before = await past.contents()
    await told(past, "archive", "write", str(tmp_path), "--keep-days", "12")
    await past.send(snapshot(1, 30))
    await past.written_up()
    await past.rebuilt()
    after = await past.contents()
    oldest = str((NOON - timedelta(days=13)).date())
    for table in ("occupancy_hour", "occupancy_day", "region_day", "parking_session"):
        kept = [row for row in before[table] if '"2026-11-0' in row and oldest not in row]
        assert kept, table
        assert set(kept) <= set(after[table]), table


async def test_history_of_an_archived_day_is_refused_and_the_rest_is_taken(
    past: HistoryCity, tmp_path: Path
):
    await told(past, "archive", "write", str(tmp_path), "--keep-days", "12")
    answer = await past.history(
        snapshot(5, -15 * DAY_S, serial="too late"), snapshot(5, -2 * DAY_S, serial="in time")
    )
    refused, taken = answer["results"]
    assert taken["status"] == "accepted"
    assert refused["status"] == "rejected"
    assert refused["problem"]["type"].endswith("/too-old")
    assert "archive" in refused["problem"]["detail"]


async def test_nothing_goes_that_history_has_not_taken_in(past: HistoryCity, tmp_path: Path):
    await past.owner.execute("insert into rollup_reopen (lot_key, since) values (1, now())")
    done = await told(past, "archive", "write", str(tmp_path), "--keep-days", "12")
    assert done == {"days": [], "rows": 0}


async def test_a_day_to_which_reports_keep_being_added_stays(past: HistoryCity, tmp_path: Path):
    before = await log(past)
    await past.owner.execute(ONE_MORE)
    words = ("archive", "write", str(tmp_path), "--keep-days", "12")
    result = await asyncio.to_thread(onelot, past, *words)
    assert result.exit_code == 1
    assert f"Reports of {OLDEST} keep coming in" in result.output
    assert await log(past) == before


async def test_an_owner_that_is_no_superuser_archives_and_makes_no_such_day_anew(
    past: HistoryCity, tmp_path: Path
):
    owner = f"owner_{getpid()}"
    await past.owner.execute(TO_ANOTHER.format(owner))
    try:
        done = await told(past, "archive", "write", str(tmp_path), "--keep-days", "12")
        assert len(done["days"]) == 7
        with pytest.raises(asyncpg.PostgresError, match="was archived"):
            await past.owner.execute("select ensure_report_day($1)", OLDEST)
    finally:
        await past.owner.execute(
            f"reassign owned by {owner} to current_user; drop owned by {owner}; drop role {owner}"
        )


def test_a_file_that_is_no_day_of_a_log_is_refused(tmp_path: Path):
    (tmp_path / "x.parquet").write_bytes(b"PAR1 or not")
    with pytest.raises(LogFileError, match="Use another copy"):
        list(read_log_file(tmp_path / "x.parquet"))


async def test_nine_days_are_kept_whatever_is_asked_for(past: HistoryCity, tmp_path: Path):
    assert onelot(past, "archive", "write", str(tmp_path), "--keep-days", "8").exit_code == 2
    assert await past.owner.fetchval("select min(day) from occupancy_day") < date(2026, 11, 12)

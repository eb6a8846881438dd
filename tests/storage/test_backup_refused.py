"""What cannot be backed up or restored is refused in words, and nothing is changed."""

import asyncio
import os
import resource
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from api.commands.main import main
from ingest.work import LOCK
from parking.storage.postgres.pool import open_pool
from parking.storage.postgres.processes import report_process
from parking.storage.settings import StoreUrls
from tests.services.databases import run
from tests.storage.backups import contents, onelot


def test_a_used_city_is_never_overwritten(filled: StoreUrls, file: Path):
    before = run(contents(filled.database_url))
    refused = onelot("restore", file, filled.database_url, filled)
    assert refused.exit_code == 1
    assert "--data-dir" in refused.output
    assert run(contents(filled.database_url)) == before


@pytest.mark.parametrize("kind", ["serve", "work"])
def test_a_city_that_runs_is_not_restored_under_its_feet(
    filled: StoreUrls, file: Path, empty_url: str, kind: str
):
    async def restore_beside() -> Result:
        async with await open_pool(empty_url) as pool, pool.acquire() as connection:
            if kind == "serve":
                await report_process(pool, "p", kind, 0, {})
            else:
                await connection.execute("select pg_advisory_lock(hashtext($1))", LOCK)
            return await asyncio.to_thread(onelot, "restore", file, empty_url, filled)

    refused = run(restore_beside())
    assert refused.exit_code == 1
    assert "Stop it" in refused.output


@pytest.mark.parametrize("name", ["lot", "space", "manifest.json"])
def test_a_file_damaged_in_one_bit_restores_nothing(
    filled: StoreUrls, file: Path, empty_url: str, name: str
):
    content = bytearray(file.read_bytes())
    with zipfile.ZipFile(file) as packed:
        part = packed.getinfo(name)
    head = 30 + int.from_bytes(content[part.header_offset + 26 :][:2], "little")
    head += int.from_bytes(content[part.header_offset + 28 :][:2], "little")
    content[part.header_offset + head + part.compress_size // 2] ^= 1
    file.write_bytes(content)
    before = run(contents(empty_url))
    refused = onelot("restore", file, empty_url, filled)
    assert refused.exit_code == 1
    assert "Error: " in refused.output
    assert run(contents(empty_url)) == before


def test_what_is_no_whole_backup_is_said_so(filled: StoreUrls, file: Path, empty_url: str):
    for content in (b"", b"PGDMP", file.read_bytes()[:-100]):
        file.write_bytes(content)
        refused = onelot("restore", file, empty_url, filled)
        assert refused.exit_code == 1
        assert "Traceback" not in refused.output
        assert "backup" in refused.output


def test_a_backup_is_for_its_owner_alone_and_never_written_over_another(
    filled: StoreUrls, file: Path
):
    assert file.stat().st_mode & 0o777 == 0o600
    before = file.read_bytes()
    refused = onelot("backup", file, filled.database_url, filled)
    assert refused.exit_code == 1
    assert "there already" in refused.output
    assert file.read_bytes() == before
    assert list(file.parent.iterdir()) == [file]


def test_a_full_disk_is_not_taken_for_a_database_that_is_away(filled: StoreUrls, tmp_path: Path):
    arguments = ["backup", str(tmp_path / "city.backup")]
    env = os.environ | {"ONELOT_DATABASE_URL": filled.database_url}
    refused = subprocess.run(
        [sys.executable, "-m", "api.commands.main", *arguments],
        capture_output=True, text=True, check=False, env=env,
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (512, 512)),
    )  # fmt: skip
    assert refused.returncode == 1
    assert refused.stderr == "Error: Cannot write the backup: File too large.\n"
    assert list(tmp_path.iterdir()) == []


def test_a_folder_without_a_city_is_not_backed_up_as_an_empty_one(tmp_path: Path):
    arguments = ["backup", str(tmp_path / "file"), "--data-dir", str(tmp_path / "typo")]
    refused = CliRunner().invoke(main, arguments, env={"ONELOT_DATABASE_URL": None})
    assert refused.exit_code == 1
    assert "There is no city" in refused.output
    assert not (tmp_path / "typo").exists()

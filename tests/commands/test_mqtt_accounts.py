"""`onelot mqtt user`: a password is shown once, and the file holds a line per user."""

import json
import stat
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from api.commands.mqtt import mqtt


def user(file: Path, *arguments: str) -> Result:
    return CliRunner().invoke(mqtt, ["user", *arguments, "--file", str(file), "--json"])


def test_an_account_is_given_renewed_and_taken_away(tmp_path: Path):
    file = tmp_path / "passwords"
    first, other = user(file, "jn-1"), user(file, "jn-2")
    again = user(file, "jn-1")
    assert [result.exit_code for result in (first, other, again)] == [0, 0, 0]
    shown = [json.loads(result.stdout)["password"] for result in (first, other, again)]
    assert len(set(shown)) == 3
    assert not any(password in file.read_text() for password in shown)
    assert [line.split(":")[0] for line in file.read_text().splitlines()] == ["jn-2", "jn-1"]
    user(file, "jn-1", "--remove")
    assert [line.split(":")[0] for line in file.read_text().splitlines()] == ["jn-2"]


def test_nobody_but_its_owner_and_group_reads_the_file_and_its_rights_stay(tmp_path: Path):
    file = tmp_path / "passwords"
    user(file, "jn-1")
    assert stat.S_IMODE(file.stat().st_mode) == 0o640
    file.chmod(0o600)
    user(file, "jn-2")
    assert stat.S_IMODE(file.stat().st_mode) == 0o600


@pytest.mark.parametrize("name", ["onelot", "a/b", "+", "#", "a:b", "", "a b"])
def test_names_that_would_get_other_rights_are_refused(tmp_path: Path, name: str):
    assert user(tmp_path / "passwords", name).exit_code == 2
    assert not (tmp_path / "passwords").exists()


def test_the_city_s_own_account_is_asked_for_by_name(tmp_path: Path):
    assert user(tmp_path / "passwords", "onelot", "--platform").exit_code == 0

"""The command line as a newcomer meets it."""

from datetime import datetime
from pathlib import Path

import pytest
from click.testing import CliRunner

from api.commands.city_clock import ClockChoice, ClockChoiceType
from api.commands.main import COMMANDS, main


def test_help_names_every_command() -> None:
    result = CliRunner().invoke(main, ["--help"])
    assert result.exit_code == 0
    assert all(name in result.output for name in COMMANDS)


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_explains_itself(name: str) -> None:
    result = CliRunner().invoke(main, [name, "--help"])
    assert result.exit_code == 0, result.output


@pytest.mark.parametrize(
    "arguments",
    [["fly"], ["up", "--port", "high"], ["up", "--clock", "2026-11-21T06:00:00@60"], ["up", "x"]],
)
def test_bad_usage_is_exit_code_2(arguments: list[str]) -> None:
    assert CliRunner().invoke(main, arguments).exit_code == 2


def test_a_clock_is_real_manual_or_from_a_moment_at_a_speed() -> None:
    convert = ClockChoiceType().convert
    assert convert("real", None, None) == ClockChoice("real")
    assert convert("manual", None, None) == ClockChoice("manual")
    assert convert("2026-11-21T06:00:00+08:00@60x", None, None) == ClockChoice(
        "running", datetime.fromisoformat("2026-11-21T06:00:00+08:00"), 60.0
    )


def test_a_database_that_does_not_answer_is_exit_code_1(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ONELOT_DATABASE_URL", "postgresql://x@127.0.0.1:1/x")
    monkeypatch.setenv("ONELOT_REDIS_URL", "redis://127.0.0.1:1")
    result = CliRunner().invoke(main, ["migrate"])
    assert result.exit_code == 1
    assert "does not answer" in result.output


@pytest.mark.parametrize(
    ("environment", "command", "told"),
    [
        ({"ONELOT_LOG_LEVEL": "loud"}, "up", "ONELOT_LOG_LEVEL: "),
        ({"ONELOT_PORT": "http", "ONELOT_CITY_BBOX": "1,2"}, "serve", "ONELOT_CITY_BBOX: "),
        ({}, "serve", "ONELOT_DATABASE_URL is not set"),
        ({}, "work", "ONELOT_DATABASE_URL is not set"),
    ],
)
def test_a_wrong_setting_is_named_in_a_line(
    environment: dict[str, str], command: str, told: str
) -> None:
    unset = {"ONELOT_DATABASE_URL": None, "ONELOT_REDIS_URL": None}
    result = CliRunner().invoke(main, [command], env=unset | environment)
    assert result.exit_code == 2
    assert told in result.output
    assert "Traceback" not in result.output


@pytest.mark.parametrize("content", [b"", b"no backup", b"PK\x03\x04 cut short"])
def test_what_is_no_backup_is_refused_before_a_city_is_made_for_it(
    tmp_path: Path, content: bytes
) -> None:
    file, folder = tmp_path / "file", tmp_path / "city"
    file.write_bytes(content)
    result = CliRunner().invoke(main, ["restore", str(file), "--data-dir", str(folder)])
    assert result.exit_code == 1
    assert "not a backup" in result.output
    assert not folder.exists()

"""The systemd units start what there is, and restart it as our own supervisor does."""

import re
from pathlib import Path

import pytest
from click.testing import CliRunner

from api.commands.main import COMMANDS, main
from api.commands.supervisor import FIRST_PAUSE_S, LONGEST_PAUSE_S

FOLDER = Path(__file__).parents[2] / "docs" / "operations" / "systemd"
SERVICES = sorted(FOLDER.glob("*.service"))
KEPT_ALIVE = [unit for unit in SERVICES if "Restart=always" in unit.read_text()]


@pytest.mark.parametrize("unit", SERVICES, ids=lambda unit: unit.name)
def test_a_unit_calls_commands_and_options_that_are_there(unit: Path) -> None:
    for line in re.findall(r"^ExecStart=.*?/bin/onelot (.*)$", unit.read_text(), re.MULTILINE):
        command, *words = line.split()
        assert command in COMMANDS
        told = CliRunner().invoke(main, [command, "--help"]).output
        assert all(word in told for word in words if word.startswith("--"))


def test_what_must_live_is_restarted_for_ever_with_the_supervisors_pauses() -> None:
    processes = {"onelot-serve@.service", "onelot-work.service", "onelot-ingest.service"}
    assert processes | {"onelot-up.service"} == {unit.name for unit in KEPT_ALIVE}
    for unit in KEPT_ALIVE:
        assert "StartLimitIntervalSec=0" in unit.read_text()
    for name in processes:
        text = (FOLDER / name).read_text()
        assert f"RestartSec={FIRST_PAUSE_S * 1_000:.0f}ms" in text
        assert f"RestartMaxDelaySec={LONGEST_PAUSE_S:g}s" in text


def test_the_page_names_every_unit() -> None:
    page = (FOLDER.parents[1] / "operations.md").read_text(encoding="utf-8")
    assert [unit.name for unit in FOLDER.iterdir() if unit.stem.partition("@")[0] not in page] == []

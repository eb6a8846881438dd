"""docs/planning.md: its commands are run in a city with the demo's own past, and answer as it says.

All that the page shows lies before the demo began, so what its cars do today changes nothing.
"""

import asyncio
import re
from collections.abc import AsyncIterator, Iterator
from datetime import datetime
from pathlib import Path
from typing import NamedTuple

import pytest
from click.testing import CliRunner

from api.commands.demo import demo
from api.commands.demo_city import furnish
from api.commands.main import main
from parking.clock import HOUR_US, MINUTE_US, rfc3339, to_us
from parking.storage.settings import StoreUrls
from simulator.jinan_data import jinan
from simulator.main import ZONE
from simulator.past.sending import send_past
from tests.documents.pages import missing_part
from tests.planning.week_lived import settled
from tests.services.city import City, running_city
from tests.sharing.working_city import working

PAGE = (Path(__file__).parents[2] / "docs/planning.md").read_text(encoding="utf-8")
DEMO = re.search(r"onelot demo --lots (\d+) --seed (\d+) --clock (\S+)@", PAGE)
LOTS, SEED, BEGINS = int(DEMO[1]), int(DEMO[2]), datetime.fromisoformat(DEMO[3])
DAYS = next(option.default for option in demo.params if option.name == "past_days")
PATIENCE_S = 240
SHELL = re.compile(r"```sh\n(.*?)```", re.DOTALL)

TRIES, LEARNT_S = 3, 15
"""What is learned of a source meanwhile is in the figures a little later: so it is asked again."""
pytestmark = [pytest.mark.slow, pytest.mark.timeout(400)]


class Step(NamedTuple):
    """A command of the page, and the answer that stands below it."""

    command: str
    answer: str


def steps() -> Iterator[Step]:
    """Yield what the page runs: lines that ask or report, each with what follows up to the next."""
    for block in SHELL.findall(PAGE):
        command, answer = "", []
        for line in [*block.splitlines(), "ask end"]:
            if line.startswith(("ask ", "onelot report ")):
                if command:
                    yield Step(command, "\n".join(answer))
                command, answer = line, []
            elif command and not line.startswith("#"):
                answer.append(line)


def setting() -> str:
    """The page's own definitions of what its commands are made of."""
    block = next(block for block in SHELL.findall(PAGE) if "ask()" in block)
    return "\n".join(line for line in block.splitlines() if not line.startswith("U="))


@pytest.fixture
async def planner(stores: StoreUrls, tmp_path: Path) -> AsyncIterator[dict[str, str]]:
    """The environment of a planner's shell beside such a city."""
    async with running_city(stores, patient=True) as city, working(stores):
        began_us = to_us(BEGINS)
        await city.set_clock("manual", BEGINS)
        simulated = jinan(SEED, LOTS)
        keys = await asyncio.to_thread(furnish, stores.database_url, simulated, tmp_path)
        url, note = f"http://127.0.0.1:{city.port}", tmp_path / "past.json"
        await asyncio.to_thread(send_past, simulated, url, keys.feeds, DAYS, note, lambda: False)
        await go_on(city, keys.feeds, simulated, began_us)
        await settled(city, began_us + HOUR_US, PATIENCE_S)
        yield {"U": url, "KEY": keys.people["planner"], "ONELOT_KEY": keys.people["planner"]}


async def go_on(city: City, keys, simulated, began_us: int) -> None:
    """Let every lot be heard of in the first minutes, as in the demo, and an hour pass."""
    at_us = began_us + 2 * MINUTE_US
    await city.set_clock("manual", datetime.fromisoformat(rfc3339(at_us, ZONE)))
    for lot in simulated.lots:
        key = {"authorization": f"Bearer {keys[lot.operator.operator_id]}"}
        beat = {"kind": "heartbeat", "lot_id": lot.lot_id, "record_serial": "first"}
        await city.report(key, beat | {"observed_at": rfc3339(at_us - 1, ZONE)})
    later = datetime.fromisoformat(rfc3339(began_us + HOUR_US + 10 * MINUTE_US, ZONE))
    await city.set_clock("manual", later)


async def test_every_command_of_the_page_answers_as_the_page_says(planner, tmp_path: Path) -> None:
    told = list(steps())
    assert len(told) >= 8
    for _ in range(TRIES):
        wrong = {}
        for step in told:
            answer = await run(f"{setting()}\n{step.command}", planner, tmp_path)
            missing = missing_part(answer, step.answer)
            if missing is not None:
                wrong[step.command] = missing, answer
        if not wrong:
            break
        await asyncio.sleep(LEARNT_S)
    assert wrong == {}


def test_the_crontab_line_says_options_that_there_are() -> None:
    line = re.search(r"^0 5 2 \* \*  ONELOT_KEY=\S+ onelot (.*)$", PAGE, re.MULTILINE)[1]
    command, *words = line.split()
    told = CliRunner().invoke(main, [command, "--help"]).output
    assert all(word in told for word in words if word.startswith("--"))


async def run(script: str, environment: dict[str, str], folder: Path) -> str:
    """Run it in bash; the programs of this installation come first."""
    path = f"{Path(__file__).parents[2] / '.venv/bin'}:/usr/bin:/bin"
    process = await asyncio.create_subprocess_exec(
        "bash", "-euc", script,
        env=environment | {"PATH": path}, cwd=folder,
        stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.STDOUT,
    )  # fmt: skip
    told, _ = await process.communicate()
    return told.decode()

"""docs/feeds/connecting.md in both languages: from a sample to a live lot, by the page alone.

The blocks are run as they stand, in order, in one shell in the project's folder. Replaced are only
the address, the broker's port, the operator's id and the port of the file's server, which the page
itself tells its reader to put in; `~` is a folder of the test's, where the city lives too.
"""

import os
import re
import shlex
import signal
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import NamedTuple
from urllib.parse import urlsplit

import httpx
import pytest

from tests.documents.mosquitto_pub import stand_in
from tests.documents.pages import PROJECT, Step, fenced, missing_part, steps
from tests.services.cities import City, running_city
from tests.services.cluster import free_port

PAGES = {
    language: (PROJECT / "docs/feeds" / name).read_text(encoding="utf-8")
    for language, name in {"en": "connecting.md", "zh": "connecting.zh.md"}.items()
}
README = (PROJECT / "README.md").read_text(encoding="utf-8")
SENT = {"A01": 42, "A02": 17, "A03": 128, "A04": 9}
"""By vendor's push, polling, MQTT and HTTP; the page says so, and names the counts."""
TOWN = "116.9,36.6,117.1,36.7"
PATIENCE_S, CLOSING = 30, "\x1e"

pytestmark = [pytest.mark.slow, pytest.mark.timeout(400)]


class Walker(NamedTuple):
    """A city, and the shell of somebody who tries it."""

    city: City
    home: Path
    feed_port: int

    def placed(self, commands: str, operator: str) -> str:
        """Put in what the page's reader has to, and nothing else."""
        mqtt_port = urlsplit(self.city.mqtt_url or "").port
        for theirs, ours in (
            ("http://127.0.0.1:8000", self.city.address),
            ("MQTT_PORT=40983", f"MQTT_PORT={mqtt_port}"),
            ("OP=quancheng", f"OP={operator}"),
            ("8765", str(self.feed_port)),
        ):
            commands = commands.replace(theirs, ours)
        return commands

    def shell(self, script: str) -> subprocess.Popen[str]:
        """Begin; the servers that it leaves running are of its process group."""
        path = f"{os.environ['PATH']}:{self.home}"
        return subprocess.Popen(
            ["bash", "-euc", script],
            env={"HOME": str(self.home), "PATH": path, "LANG": "C.UTF-8"},
            cwd=PROJECT, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
            start_new_session=True,
        )  # fmt: skip

    def free(self, language: str, wanted: set[str]) -> dict[str, int | None]:
        """Ask, as the page does, what is near, until all that is wanted has a count."""
        query = re.search(r'"\$U(/v1/lots/nearby\?[^"]*)"', PAGES[language])[1]
        deadline_s = time.monotonic() + PATIENCE_S
        while True:
            found = httpx.get(self.city.address + query).json()["results"]
            frees = {lot["lot_id"]: lot["availability"]["free"] for lot in found}
            counted = {lot_id for lot_id, free in frees.items() if free is not None}
            if wanted <= counted or time.monotonic() > deadline_s:
                return {lot_id: free for lot_id, free in frees.items() if lot_id in wanted}
            time.sleep(0.3)


@pytest.fixture(scope="module")
def walker(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Walker]:
    """The city of the page's first block, whose last line starts it."""
    home = tmp_path_factory.mktemp("home")
    stand_in(home)
    start = next(text for info, text in fenced(PAGES["en"]) if info == "sh start")
    settings, _, options = start.splitlines()[-1].partition(" onelot up ")
    named = dict(word.split("=", 1) for word in shlex.split(settings))
    data_dir = home / re.search(r"ONELOT_DATA_DIR=~/(\S+)", start)[1]
    with running_city(data_dir, *options.split(), settings=named) as city:
        yield Walker(city, home, free_port())


@contextmanager
def walked(walker: Walker, operator: str, told: list[Step]) -> Iterator[list[str]]:
    """Run the steps, and give what each said; servers that they started live until the end."""
    script = f"printf '{CLOSING}'\n".join(step.commands for step in told)
    with walker.shell(walker.placed(script, operator)) as shell:
        try:
            answers = shell.stdout.read().split(CLOSING)
            assert shell.wait() == 0, f"{told[len(answers) - 1].commands}said: {answers[-1]}"
            yield answers
        finally:
            with suppress(ProcessLookupError):  # it started no server
                os.killpg(shell.pid, signal.SIGTERM)


@pytest.mark.parametrize("language", PAGES)
def test_whoever_follows_the_page_has_live_lots_on_the_map(walker: Walker, language: str):
    operator, told = f"walker-{language}", list(steps(PAGES[language]))
    assert len(told) >= 10
    wanted = {f"{operator}-{name}": free for name, free in SENT.items()}
    with walked(walker, operator, told) as answers:
        lacking = {
            step.commands: (missing, answer)
            for step, answer in zip(told, answers, strict=True)
            if (missing := missing_part(answer, step.shown)) is not None
        }
        assert lacking == {}
        assert walker.free(language, set(wanted)) == wanted
    map_address = re.search(rf"^http\S*\?lang={language}\S*$", "".join(answers), re.MULTILINE)
    cells = httpx.get(f"{walker.city.address}/v1/cells", params={"bbox": TOWN}).json()["cells"]
    assert sum(cell["free"] for cell in cells) >= sum(SENT.values())
    assert map_address is not None
    assert "text/html" in httpx.get(map_address[0]).headers["content-type"]


@pytest.mark.parametrize("language", PAGES)
def test_the_page_names_the_counts_that_its_commands_send(language: str):
    sentence = re.search(r"^.*\b42\D+17\D+128\b.*\D9\D.*$", PAGES[language], re.MULTILINE)
    assert sentence is not None
    for free in SENT.values():
        assert re.search(rf"\b{free}\b", "".join(s.commands for s in steps(PAGES[language])))


def test_both_languages_run_the_same_commands():
    """But for the language that they ask for."""
    run = {
        language: [
            re.sub(rf'lang[ =]{language}|echo "\D*\$\?"', "…", text)
            for info, text in fenced(page)
            if info.startswith("sh")
        ]
        for language, page in PAGES.items()
    }
    assert run["en"] == run["zh"]


def test_the_readme_leads_to_both_pages_and_its_own_commands_put_a_lot_on_the_map(walker: Walker):
    assert "docs/feeds/connecting.md" in README
    assert "docs/feeds/connecting.zh.md" in README
    told = [Step(text) for info, text in fenced(README) if "curl -X POST" in text]
    with walked(walker, "op1", told) as [answer]:
        assert '"accepted":1' in answer
    assert walker.free("en", {"op1-1"}) == {"op1-1": 12}

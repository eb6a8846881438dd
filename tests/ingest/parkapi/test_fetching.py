"""A source of parkapi-sources is a feed like another, and its converter opens no connection."""

import asyncio
import json
import re
import subprocess
import sys
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from ingest.parkapi import fetching, process
from ingest.parkapi.fetching import SourceFetcher
from ingest.polling.allow_list import AllowList
from ingest.polling.asking import Ask
from ingest.polling.fetcher import Fetcher
from ingest.polling.memory import FeedMemory
from ingest.polling.outcomes import Failed, Fetched, Outcome
from ingest.polling.poll import ask_of, read_as
from ingest.polling.reading import read_publication
from parking.polled_feed import FeedDeclaration
from tests.ingest.parkapi.package import PYTHON, needs_package

FOLDER = Path(__file__).parent
LIVE = (FOLDER / "aalen-live.json").read_bytes()
LOTS = (FOLDER / "aalen-lots.geojson").read_bytes()
NONE = Fetched(b'{"type": "FeatureCollection", "features": []}')
AALEN = FeedDeclaration("op-aalen", "parkapi:aalen")


class Web:
    """Answers by the end of the address, and remembers what it was asked."""

    def __init__(self, **more: Outcome) -> None:
        self.pages: dict[str, Outcome] = {
            "parkhausbelegung.json": Fetched(LIVE),
            "aalen.geojson": Fetched(LOTS),
        } | more
        self.asked: list[Ask] = []

    async def fetch(self, ask: Ask) -> Outcome:
        self.asked.append(ask)
        page = ask.url.rpartition("/")[2].partition("?")[0]
        return self.pages.get(page, Failed("feed-status", {"value": 404}))


def code_of(outcome: Outcome) -> str:
    assert isinstance(outcome, Failed), outcome
    return outcome.code


async def body_of(fetcher: SourceFetcher, feed: FeedDeclaration = AALEN, secret: str = "") -> bytes:
    outcome = await fetcher.fetch(Ask(feed.url, credential=(feed.auth_name, secret)))
    assert isinstance(outcome, Fetched), outcome
    return outcome.content


@needs_package
async def test_the_lots_of_a_source_are_read_with_their_newest_counts():
    web = Web()
    content = await body_of(SourceFetcher(web, python=PYTHON))
    publication = read_publication(content, read_as(AALEN)).publication
    assert publication is not None
    lots = {row.fields["lot_id"]: row.fields for row in publication.lots}
    assert list(lots) == ["济南路车库", "泉水广场", "大明湖路"]
    assert lots["济南路车库"]["capacity"] == {"general": 120}
    assert lots["济南路车库"]["max_height_m"] == 2.1
    free = {
        row.fields["lot_id"]: row.fields["spaces"][0].get("free") for row in publication.reports
    }
    assert (free["济南路车库"], free["大明湖路"]) == (41, 0)
    assert {one.lot_id: one.is_open for one in publication.openings}["泉水广场"] is False
    assert all(ask.url.startswith("https://") for ask in web.asked)


@needs_package
async def test_what_has_not_changed_is_the_same_bytes_and_has_no_invented_time():
    fetcher = SourceFetcher(Web(), python=PYTHON)
    first = await body_of(fetcher)
    assert await body_of(fetcher) == first
    assert b"updated_at" not in first


@needs_package
async def test_what_is_fixed_is_not_asked_for_every_minute():
    web = Web()
    fetcher = SourceFetcher(web, python=PYTHON)
    await body_of(fetcher)
    await body_of(fetcher)
    asked = [ask.url.rpartition("/")[2] for ask in web.asked]
    assert sorted(asked) == ["aalen.geojson", "parkhausbelegung.json", "parkhausbelegung.json"]


@needs_package
async def test_a_name_that_leads_into_the_own_network_is_not_fetched():
    async def inside(host: str, port: int) -> list[str]:
        return ["10.0.0.7"]

    fetcher = Fetcher(AllowList.parse("public"), resolver=inside)
    outcome = await SourceFetcher(fetcher, python=PYTHON).fetch(ask_of(AALEN, "", FeedMemory()))
    await fetcher.aclose()
    assert code_of(outcome) == "address-private"


@needs_package
@pytest.mark.parametrize(
    ("page", "code"),
    [
        (Failed("feed-status", {"value": 500}), "feed-status"),
        (Fetched(b'{"a": 1}'), "feed-unreadable"),
    ],
)
async def test_an_answer_that_is_none_is_a_failure_of_the_feed(page: Outcome, code: str):
    web = Web(**{"parkhausbelegung.json": page})
    assert code_of(await SourceFetcher(web, python=PYTHON).fetch(Ask("parkapi:aalen"))) == code


@needs_package
@pytest.mark.parametrize(
    ("url", "code", "told"),
    [
        ("parkapi:atlantis", "parkapi-unknown", "atlantis"),
        ("parkapi:aachen", "parkapi-not-offered", "certificate"),
        ("parkapi:kienzler_vvs", "parkapi-not-offered", "keys"),
        ("parkapi:p_m_bw", "parkapi-secret", "PARK_API_P_M_BW_TOKEN"),
        ("parkapi:../etc", "address-form", "onelot parkapi list"),
    ],
)
async def test_what_cannot_be_polled_says_why_in_both_languages(url, code, told):
    outcome = await SourceFetcher(Web(), python=PYTHON).fetch(Ask(url))
    assert code_of(outcome) == code
    finding = outcome.finding.to_dict()
    assert told in f"{finding['message']} {finding['mend']}"
    assert finding["message_zh"]
    assert finding["mend_zh"]


@needs_package
async def test_a_secret_goes_to_the_source_as_it_wants_it():
    web = Web(parkings=Fetched(b"[]"), **{"p_m_bw.geojson": NONE})
    feed = FeedDeclaration("op-pm", "parkapi:p_m_bw", auth_kind="bearer")
    assert json.loads(await body_of(SourceFetcher(web, python=PYTHON), feed, "s3cret")) == {
        "items": []
    }
    assert dict(web.asked[0].headers)["authorization"] == "Bearer s3cret"
    assert "s3cret" not in repr(web.asked[0])


async def test_without_the_package_the_way_to_it_is_told(tmp_path, monkeypatch):
    bare = tmp_path / "bare"
    bare.write_text(f'#!/bin/sh\nexec {sys.executable} -S "$@"\n')
    bare.chmod(0o755)
    outcome = await SourceFetcher(Web(), python=str(bare)).fetch(Ask("parkapi:aalen"))
    assert code_of(outcome) == "parkapi-missing"
    assert "onelot[parkapi]" in str(outcome.finding.to_dict()["mend"])


@pytest.mark.parametrize(
    ("script", "code"),
    [
        ("import time; time.sleep(60)", "feed-timeout"),
        ("raise SystemExit(1)", "feed-unreadable"),
        ("import sys; sys.stdout.write('\\xff\\xff\\xff\\xff')", "feed-unreadable"),
        ("{ASK}('https://evil.example/x', ['www.sw-aalen.de'])", "parkapi-host"),
        ("{ASK}('https://evil.co.uk/x', ['www.city.co.uk'])", "parkapi-host"),
        (
            "{ASK}('https://gist.githubusercontent.com/x', ['raw.githubusercontent.com'])",
            "parkapi-host",
        ),
        ("{ASK}('http://www.sw-aalen.de/x', ['www.sw-aalen.de'])", "parkapi-host"),
        ("{ASK}('https://www.sw-aalen.de:0/x', ['www.sw-aalen.de'])", "address-form"),
    ],
)
async def test_a_converter_that_hangs_dies_or_strays_harms_only_its_feed(
    tmp_path, monkeypatch, script: str, code: str
):
    ask = (
        "import json, struct, sys\n"
        "def ask(url, hosts):\n"
        "  for one in ({'hosts': hosts}, {'url': url, 'headers': {}}):\n"
        "    said = json.dumps(one).encode()\n"
        "    sys.stdout.buffer.write(struct.pack('>I', len(said)) + said)\n"
        "  sys.stdout.flush(); sys.stdin.read()\n"
    )
    file = tmp_path / "converter.py"
    file.write_text(ask + script.replace("{ASK}", "ask"))
    monkeypatch.setattr(process, "SCRIPT", file)
    web = Web()
    total_s = 0.5 if code == "feed-timeout" else 20
    outcome = await SourceFetcher(web, total_s=total_s).fetch(Ask("parkapi:aalen"))
    assert code_of(outcome) == code
    assert web.asked == []


async def test_what_a_converter_starts_ends_with_it(tmp_path, monkeypatch):
    file = tmp_path / "converter.py"
    file.write_text("import os, time\nos.fork()\ntime.sleep(30)\n")
    monkeypatch.setattr(process, "SCRIPT", file)
    began_s = time.monotonic()
    outcome = await SourceFetcher(Web(), total_s=0.5).fetch(Ask("parkapi:aalen"))
    assert code_of(outcome) == "feed-timeout"
    assert time.monotonic() - began_s < 10


async def test_few_converters_run_at_a_time(monkeypatch):
    running: list[int] = [0]

    class Talk:
        async def hear(self) -> dict[str, str]:
            await asyncio.sleep(0)
            return {"failed": "unknown"}

    @asynccontextmanager
    async def counted(python: str, order: object) -> AsyncIterator[Talk]:
        running.append(running[-1] + 1)
        yield Talk()
        running.append(running[-1] - 1)

    monkeypatch.setattr(fetching, "converting", counted)
    fetcher = SourceFetcher(Web())
    outcomes = await asyncio.gather(*(fetcher.fetch(Ask("parkapi:aalen")) for _ in range(5)))
    assert {code_of(one) for one in outcomes} == {"parkapi-unknown"}
    assert max(running) == fetching.AT_ONCE


STRAYS = {
    "a socket": "socket.create_connection(('127.0.0.1', 9), 1)",
    "a datagram": "socket.socket(socket.AF_INET, socket.SOCK_DGRAM).sendto(b'x', ('127.0.0.1', 9))",
    "a name": "socket.gethostbyname('a.invalid')",
    "a program": "subprocess.run(['true'])",
    "a shell": "os.system('true')",
    "another self": "os.fork() or os._exit(0)",
    "a program in its place": "os.execv('/bin/true', ['true'])",
    "a program beside": "os.posix_spawn('/bin/true', ['true'], {})",
}


@pytest.mark.parametrize("stray", STRAYS.values(), ids=STRAYS)
def test_a_converter_reaches_nothing_by_itself_and_prints_into_no_log(stray: str):
    script = (
        "import os, runpy, socket, subprocess, sys\n"
        f"limit = runpy.run_path({str(process.SCRIPT)!r}, run_name='converting')['_limit']\n"
        "out = os.dup(1)\n"
        "limit()\n"
        "print('noise', flush=True); print('noise', file=sys.stderr, flush=True)\n"
        "try:\n"
        f"    {stray}\n"
        "except PermissionError as error:\n"
        "    os.write(out, f'refused {error}'.encode())\n"
        "else:\n"
        "    os.write(out, b'done')\n"
    )
    ended = subprocess.run([sys.executable, "-c", script], capture_output=True, check=False)
    assert re.fullmatch(rb"refused (socket|os|subprocess)\.\w+", ended.stdout), ended
    assert ended.stderr == b""


async def test_an_address_is_fetched_as_ever():
    outcome = await SourceFetcher(Web()).fetch(Ask("https://a.example/aalen.geojson"))
    assert outcome == Fetched(LOTS)

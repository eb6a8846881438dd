"""Two hours of everything a city does at once: nothing grows, nothing is lost, all end alike.

`ONELOT_SOAK_S` makes it shorter, `ONELOT_SOAK_REPORTS_PER_S`, `…_QUESTIONS_PER_S` and
`…_SOCKETS` lighter or heavier; the samples stay in `ONELOT_SOAK_DIR` where that is set.
"""

import asyncio
import os
from collections.abc import Iterator
from pathlib import Path

import pytest
import uvloop

from tests.end_to_end.city import City, running_city
from tests.faults.kit.soak_report import SoakReport
from tests.faults.mix import agreement, telling, verdict
from tests.faults.mix.ledger import Held
from tests.faults.mix.mix import SETTINGS, Load, Mix, mix_on

SECONDS = float(os.environ.get("ONELOT_SOAK_S", "7200"))
ENDING_S = 900
FAILED_SHARE = 0.001


def asked(name: str, usual: float) -> float:
    return float(os.environ.get(f"ONELOT_SOAK_{name}", usual))


@pytest.fixture
def load() -> Load:
    return Load(
        seconds=SECONDS,
        sample_s=min(30.0, SECONDS / 40),
        reports_per_s=asked("REPORTS_PER_S", 500),
        questions_per_s=asked("QUESTIONS_PER_S", 60),
        sockets=int(asked("SOCKETS", 250)),
        stalled=3,
    )


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    kept = Path(os.environ.get("ONELOT_SOAK_DIR", tmp_path))
    kept.mkdir(parents=True, exist_ok=True)
    return kept


@pytest.mark.soak
@pytest.mark.timeout(SECONDS + ENDING_S)
def test_mixed_load_for_hours_leaves_everything_as_it_was(
    load: Load, folder: Path, tmp_path: Path, soak_report: SoakReport
):
    with (
        running_city(tmp_path / "city", settings=SETTINGS) as city,
        asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner,
    ):
        faults = runner.run(use(city, load, folder, soak_report))
    assert not faults


async def use(city: City, load: Load, folder: Path, soak_report: SoakReport) -> list[str]:
    """Use a city, leave it quiet and hold it against what is known; names what is wrong."""
    async with mix_on(city, load, folder / "mix.jsonl") as mix, mix.used():
        held = await mix.ledger.held_against(city.stores.database_url)
        judged = verdict.judge(mix.sampler.samples)
        faults = [*faults_of(mix, held), *judged.faults(), *await disagreements(city, mix)]
    soak_report.add(
        telling.TITLE,
        telling.figures(mix, held, judged),
        verdict="; ".join(faults) or "holds",
        conditions=telling.conditions(load),
    )
    return faults


def faults_of(mix: Mix, held: Held) -> Iterator[str]:
    """Name what nobody may see however short the run: losses, refusals, pages held on to."""
    yield from (f"lost: {one}" for one in held.lost)
    yield from (f"doubled: {one}" for one in held.doubled)
    yield from (f"refused: {wrong}" for source in mix.sources for wrong in source.wrong)
    asked = mix.asking.asked()
    for name, failed in mix.asking.failed().items():
        if failed > asked[name] * FAILED_SHARE:
            yield f"{failed} of {asked[name]} failed: {name}"
    if mix.stalled["kept"]:
        yield f"{mix.stalled['kept']} pages kept though they read nothing"


async def disagreements(city: City, mix: Mix) -> list[str]:
    """Sources, list, pages, and the live state made anew from the log must tell the same."""
    truth = {lot: free for source in mix.sources for lot, free in source.feed.truth.items()}
    found = await agreement.await_truth(mix.asking, truth)
    found += await agreement.await_pages(mix.asking, mix.watchers)
    before = await agreement.listed(mix.asking)
    await agreement.rebuild(city, mix.asking)
    found += agreement.differences(before, await agreement.listed(mix.asking))
    return found + await agreement.await_pages(mix.asking, mix.watchers)

"""Clocks jump, a machine's or a device's: figures stay fresh, ages true, and no lot freezes."""

import shutil
import time
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from tests.faults import judge
from tests.faults.kit.builds import Build, Verdict, fault
from tests.faults.kit.callers import PROBE_LOT
from tests.faults.kit.probes import NOT_YET
from tests.faults.stage import Stage, settle, staged

JUMPS = ("+1h", "-1h", "-1d")
FOLLOWS_S = 3.5
"""A jump is seen within 1 s, and a process asks what time it is every 2 s."""
LIBRARY = next(
    (
        found
        for folder in ("lib", "lib64", "lib/*")
        for found in Path("/usr").glob(f"{folder}/faketime/libfaketimeMT.so.1")
    ),
    None,
)
TRUSTS = Build(
    "machine's own clock", breaks="clock", program="tests.faults.weakened.trusts_its_clock"
)

pytestmark = [
    pytest.mark.slow,
    pytest.mark.timeout(300),
    pytest.mark.skipif(
        LIBRARY is None or shutil.which("faketime") is None, reason="faketime is not installed"
    ),
]


@fault(TRUSTS)
def test_no_jump_of_a_clock_makes_a_figure_older_or_younger_than_it_is(
    build: Build, tmp_path: Path
) -> Verdict:
    verdict = Verdict()
    jump = tmp_path / "jump"
    jump.write_text("+0")
    with staged(tmp_path / "city", build, verdict, environment=_faked(jump)) as stage:
        for by in JUMPS[:1] if build.is_weakened else JUMPS:
            jump.write_text(by)
            began_s = time.monotonic()
            time.sleep(FOLLOWS_S)
            _blame_time(stage, f"clocks by {by}", began_s)
        if not build.is_weakened:
            _send_from_wrong_clocks(stage)
            settle(stage)
    return verdict


def _faked(jump: Path) -> Mapping[str, str]:
    """Let the city's processes read the wall clock as `jump` says; durations stay what they are."""
    return {
        "LD_PRELOAD": str(LIBRARY),
        "FAKETIME_TIMESTAMP_FILE": str(jump),
        "FAKETIME_CACHE_DURATION": "1",
        "FAKETIME_DONT_FAKE_MONOTONIC": "1",
        "DONT_FAKE_MONOTONIC": "1",
    }


def _blame_time(stage: Stage, words: str, began_s: float) -> None:
    answers = [answer for answer in stage.probes["report"].since(began_s) if answer.status]
    wrong = [
        result
        for answer in answers
        for result in answer.body.get("results", [answer.body])
        if result.get("status") != "accepted"
    ]
    if wrong or not answers:
        stage.verdict.add("clock", f"{words}: reports of now are answered {wrong[:1]}")
    age_s = stage.age_s()
    if age_s is None or not 0 <= age_s <= judge.MARGIN * FOLLOWS_S:
        stage.verdict.add("clock", f"{words}: what was sent just now is {age_s} s old")
    refused = [
        answer.body
        for answer in stage.probes["readyz"].since(began_s)
        if answer.status not in {NOT_YET, 200}
    ]
    if refused:
        stage.verdict.add("clock", f"{words}: not ready: {refused[0]}")


def _send_from_wrong_clocks(stage: Stage) -> None:
    """Devices an hour ahead, an hour and a day behind: none of them keeps the next one out."""
    for hours in (1, -1, -24):
        observed = datetime.now(UTC) + timedelta(hours=hours)
        outcome = stage.report(f"device{hours}", observed)
        stage.verdict.figures[f"a device {hours:+} h is answered"] = outcome
        if outcome == "accepted":
            stage.verdict.add("clock", f"{PROBE_LOT}: a report {hours:+} h is live")
    _blame_time(stage, "after wrong devices", time.monotonic() - FOLLOWS_S)

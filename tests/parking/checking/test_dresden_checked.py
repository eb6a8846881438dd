"""Dresden's recorded months through the detectors: dead lots and the outage are found, nights not.

Some lots and the weeks around the outage in `make test`; all of it in `make soak`.
"""

import csv
import gzip
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from parking.checking.checker import Checker
from parking.checking.observation import CheckedLot, Observation
from parking.checking.verdict import Verdict
from parking.clock import MINUTE_US, from_us, to_us

SOURCE = Path(__file__).resolve().parents[4] / "shared" / "data" / "dresden_2025"
ZONE = "Europe/Berlin"
DEAD = ("Kraftwerk-Mitte", "SP1-Strassburger-Platz")
"""Of these the recording has a change a day at most."""
LIVELY = ("Altmarkt-Galerie", "Centrum-Galerie", "Reitbahnstrasse", "Pirnaischer-Platz")
AROUND = datetime(2025, 10, 16, tzinfo=UTC), datetime(2025, 11, 7, tzinfo=UTC)
WHOLE = datetime(2025, 9, 1, tzinfo=UTC), datetime(2026, 1, 12, tzinfo=UTC)
SILENT = datetime(2025, 10, 30, 13, 25, tzinfo=UTC), datetime(2025, 11, 4, 6, 55, tzinfo=UTC)
"""But for one report at each midnight; all other silences of the recording are under 80 minutes."""
CHRISTMAS = datetime(2025, 12, 21, tzinfo=UTC)
"""From then on a shopping centre's hours are unlike any it had before; closed, its count stands."""
STANDS_AT_MOST = 0.01
STANDS_OVER_CHRISTMAS = 0.08
"""For so much of the time a lot that lives may count as dead; the second of the months in which two
shopping centres were closed for days, of which nobody told."""
TICK_US = 10 * MINUTE_US
pytestmark = [
    pytest.mark.skipif(not SOURCE.is_dir(), reason=f"no recorded data at {SOURCE}"),
    pytest.mark.timeout(1_800),
]


class Checked:
    """What stood against whom, and for how much of the time."""

    def __init__(self, begin: datetime, end: datetime, places: tuple[str, ...] | None) -> None:
        self.begin, self.end = begin, end
        with (SOURCE / "lots.csv").open(encoding="utf-8", newline="") as file:
            rows = list(csv.DictReader(file))
        self.names = [row["place_id"].removeprefix("dresden-parken-") for row in rows]
        sizes = [int(float(row["num_all"])) if row["num_all"] else None for row in rows]
        keys = {row["place_id"]: key for key, row in enumerate(rows)}
        chosen = {keys[f"dresden-parken-{name}"] for name in places or self.names}
        checker = Checker(lambda key: CheckedLot(sizes[key], ZONE), look_us=TICK_US)
        told: list[Verdict] = []
        now_us = to_us(begin)
        for at_us, place, free in _changes(begin, end):
            while at_us - now_us > TICK_US:
                now_us += TICK_US
                told += checker.pass_time(now_us)
            now_us = at_us
            if keys[place] in chosen:
                seen = Observation(keys[place], 1, "snapshot", at_us, at_us, free=free)
                told += checker.see(seen)
        self.opened = [one for one in told if one.end_us is None]
        self.verdicts = [one for one in told if one.end_us is not None] + checker.verdicts()

    def against(self, name: str, *rules: str) -> list[Verdict]:
        key = self.names.index(name)
        return [
            one
            for one in self.verdicts
            if one.subject.kind == "lot" and one.subject.key == key and one.rule in rules
        ]

    def of_feed(self) -> list[Verdict]:
        return [one for one in self.verdicts if one.subject.kind == "feed"]

    def share(self, verdicts: list[Verdict]) -> float:
        """Return for which part of the time verdicts stood."""
        end_us = to_us(self.end)
        stood_us = sum((one.end_us or end_us) - one.start_us for one in verdicts)
        return stood_us / (end_us - to_us(self.begin))


def _changes(begin: datetime, end: datetime) -> Iterator[tuple[int, str, int]]:
    first, last = begin.isoformat(), end.isoformat()
    with gzip.open(SOURCE / "changes.csv.gz", "rt", encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            if first <= row["timestamp_utc"] < last and row["free"]:
                at = datetime.fromisoformat(row["timestamp_utc"])
                yield to_us(at), row["place_id"], int(float(row["free"]))


@pytest.fixture(
    scope="module",
    params=[
        pytest.param((*AROUND, DEAD + LIVELY), id="around the outage"),
        pytest.param((*WHOLE, None), id="four months", marks=pytest.mark.soak),
    ],
)
def dresden(request) -> Checked:
    return Checked(*request.param)


def test_dead_lots_are_found_and_stay_found(dresden: Checked) -> None:
    for name in DEAD:
        assert dresden.share(dresden.against(name, "frozen", "offline")) > 0.9, name


def test_lots_that_live_stand_for_hardly_any_time(dresden: Checked) -> None:
    most = STANDS_OVER_CHRISTMAS if dresden.end > CHRISTMAS else STANDS_AT_MOST
    for name in LIVELY:
        assert dresden.share(dresden.against(name, "frozen", "offline", "inverted")) < most, name


def test_the_outage_is_one_silence_of_the_feed_and_there_is_no_other(dresden: Checked) -> None:
    [outage] = dresden.of_feed()
    assert outage.rule == "offline"
    begin, end = map(to_us, SILENT)
    assert abs(outage.start_us - begin) < MINUTE_US
    assert outage.found_us - begin < 75 * MINUTE_US
    assert outage.end_us is not None
    assert 0 <= outage.end_us - end < 60 * MINUTE_US


def test_an_ordinary_night_is_no_silence_and_no_standstill(dresden: Checked) -> None:
    """Of lots that live; the nights of the outage are not ordinary."""
    nights = [
        (name, one.rule, from_us(one.found_us))
        for name in LIVELY
        for one in dresden.against(name, "frozen", "offline", "missing_as_zero")
        if one.found_us < to_us(CHRISTMAS)
        and not 6 <= from_us(one.found_us).astimezone(ZoneInfo(ZONE)).hour < 23
    ]
    assert nights == []


@pytest.mark.soak
@pytest.mark.parametrize("dresden", [pytest.param((*WHOLE, None), id="four months")], indirect=True)
def test_what_was_found_in_dresden_is_reported(dresden: Checked, soak_report) -> None:
    figures: dict[str, object] = {"lots": len(dresden.names)}
    for rule in sorted({one.rule for one in dresden.opened}):
        of_rule = [one for one in dresden.opened if one.rule == rule]
        lots = {one.subject.key for one in of_rule if one.subject.kind == "lot"}
        figures[rule] = f"{len(of_rule)} verdicts, against {len(lots)} lots"
    for name in dresden.names:
        share = dresden.share(dresden.against(name, "frozen", "offline"))
        if share > 0.1:
            figures[f"frozen or silent: {name}"] = f"{share:.0%} of the time"
    soak_report.add(
        "Self-checking on Dresden",
        figures,
        verdict="holds" if len(dresden.of_feed()) == 1 else "more than the one outage",
        conditions="the recorded changes of four months, with nothing known of the lots but their"
        " registered capacity, some of which are too small",
    )

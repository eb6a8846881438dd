"""Dresden's recorded months in history: the outage is unknown, the long day is long, and what
planners are told of lots and days is what pandas makes of the file itself.

The weeks around the outage and six lots in `make test`; all of it in `make soak`.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pandas as pd
import pytest

from tests.end_to_end.city import City, running_city
from tests.end_to_end.recorded_hours import (
    HOUR_US,
    figures,
    hold_of,
    hours_of,
    let_history_settle,
)

SOURCE = Path(__file__).resolve().parents[3] / "shared" / "data" / "dresden_2025"
BERLIN = ZoneInfo("Europe/Berlin")
LONG_DAY = date(2025, 10, 26)
OUTAGE = datetime(2025, 10, 26, tzinfo=BERLIN), datetime(2025, 11, 3, tzinfo=BERLIN)
SOME = (
    "Altmarkt", "Centrum-Galerie", "Kongresszentrum", "Pirnaischer-Platz", "Schiessgasse",
    "Semperoper",
)  # fmt: skip
SHORT = datetime(2025, 10, 24, tzinfo=UTC), datetime(2025, 11, 6, tzinfo=UTC)
WHOLE = datetime(2025, 9, 1, tzinfo=UTC), datetime(2026, 1, 12, tzinfo=UTC)
pytestmark = [
    pytest.mark.skipif(not SOURCE.is_dir(), reason=f"no recorded data at {SOURCE}"),
    pytest.mark.slow,
    pytest.mark.timeout(9_000),
]


@dataclass
class Dresden:
    """A city that has lived it, the file's rows, and how many spaces each lot has."""

    city: City
    planner: str
    begin: datetime
    end: datetime
    told: pd.DataFrame
    spaces: dict[str, int]

    def by_hour(self, place: str) -> pd.DataFrame:
        rows = self.told[self.told["place_id"] == f"dresden-parken-{place}"]
        return hours_of(rows, self.spaces[place], hold_of(self.city, "dresden"))

    def day(self, day: date) -> tuple[datetime, datetime]:
        """When a local day begins and ends, in UTC: time between walls is not reckoned by them."""
        days = (day, day + timedelta(days=1))
        begin, end = (datetime.combine(one, datetime.min.time(), BERLIN) for one in days)
        return begin.astimezone(UTC), end.astimezone(UTC)

    def ask(self, what: str, place: str, begin: datetime, end: datetime, **query) -> dict:
        return figures(
            self.city, self.planner, what, lot_id=f"dresden-parken-{place}",
            from_=begin.isoformat(), to=end.isoformat(), **query,
        )  # fmt: skip


@pytest.fixture(
    scope="module",
    params=[
        pytest.param((SHORT, SOME), id="around the outage"),
        pytest.param((WHOLE, None), id="four months", marks=pytest.mark.soak),
    ],
)
def dresden(request, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Dresden]:
    (begin, end), places = request.param
    folder = tmp_path_factory.mktemp("dresden")
    lots = pd.read_csv(SOURCE / "lots.csv", dtype=str, keep_default_na=False)
    told = pd.read_csv(SOURCE / "changes.csv.gz", dtype=str)
    if places is not None:
        chosen = {f"dresden-parken-{place}" for place in places}
        lots, told = (table[table["place_id"].isin(chosen)] for table in (lots, told))
    recording = folder / "recording"
    recording.mkdir()
    lots.to_csv(recording / "lots.csv", index=False)
    told.to_csv(recording / "changes.csv", index=False)
    told = told.assign(at=pd.to_datetime(told["timestamp_utc"]), free=told["free"].astype(float))
    told = told[(told["at"] >= begin) & (told["at"] < end)].dropna(subset="free")
    sizes = lots[lots["num_all"] != ""].set_index("place_id")["num_all"].astype(float).astype(int)
    spaces = {place.removeprefix("dresden-parken-"): size for place, size in sizes.items()}
    zone = {"ONELOT_TIMEZONE": "Europe/Berlin"}
    with running_city(folder / "city", "--clock", "manual", settings=zone) as city:
        admin, planner = city.key("admin"), city.key("planner")
        period = ("--from", begin.isoformat(), "--to", end.isoformat())
        where = ("--url", city.url, "--key", admin, "--operator", "dresden")
        played = city.onelot("replay", str(recording), *where, *period, timeout_s=3_600)
        assert played["sent"] == len(told)
        let_history_settle(city, admin, end)
        yield Dresden(city, planner, begin, end, told, spaces)


def test_every_hour_of_the_outage_is_unknown_and_none_is_empty(dresden: Dresden) -> None:
    """An hour of which the lot said nothing, nor shortly before, is known to nobody."""
    begin, end = OUTAGE
    silent_hours = 0
    for place in SOME:
        known = dresden.by_hour(place)["known_us"]
        rows = dresden.ask("series", place, begin, end, step="1h")["rows"]
        assert len(rows) == 8 * 24 + 1
        for row in rows:
            hour = datetime.fromisoformat(row["from"]).astimezone(UTC)
            assert row["space_hours_open"] == dresden.spaces[place]
            if known.get(hour, 0) == 0:
                silent_hours += 1
                said = (row["coverage"], row["space_hours_known"], row["space_hours_taken"])
                assert said == (0, 0, 0), row
                assert row["occupancy"] is row["full_time_share"] is None
    assert silent_hours > len(SOME) * 48
    quiet = dresden.ask("kpis", "Altmarkt", *dresden.day(date(2025, 11, 1)))
    assert quiet["coverage"] < 0.5
    assert quiet["kpis"]["utilization"] is None
    assert quiet["kpis"]["space_hours_open"] == 24 * dresden.spaces["Altmarkt"]
    assert any("%" in note for note in quiet["notes"])


def test_the_day_on_which_the_clocks_go_back_has_25_hours(dresden: Dresden) -> None:
    begin, end = dresden.day(LONG_DAY)
    for place in SOME:
        rows = dresden.ask("series", place, begin, end, step="1h")["rows"]
        walls = [datetime.fromisoformat(row["from"]).hour for row in rows]
        assert walls == [0, 1, 2, 2, *range(3, 24)]
        [day] = dresden.ask("series", place, begin, end, step="1d")["rows"]
        assert day["space_hours_open"] == 25 * dresden.spaces[place]
        figure = dresden.ask("kpis", place, begin, end)["kpis"]["space_hours_open"]
        assert figure == 25 * dresden.spaces[place]


def test_every_hour_is_what_pandas_makes_of_the_file(dresden: Dresden) -> None:
    for place in SOME:
        expected, spaces = dresden.by_hour(place), dresden.spaces[place]
        first = expected.index[0] + timedelta(hours=1)
        span_us = spaces * HOUR_US
        for row in _hours(dresden, place, first.to_pydatetime()):
            hour = pd.Timestamp(row["from"]).tz_convert("UTC")
            known, taken, full = (
                expected.loc[hour] if hour in expected.index else (0, 0, 0)
            )  # fmt: skip
            assert row["space_hours_known"] == pytest.approx(known / HOUR_US, abs=1e-6), row
            assert row["space_hours_taken"] == pytest.approx(taken / HOUR_US, abs=1e-6), row
            if known >= 0.8 * span_us:
                assert row["occupancy"] == pytest.approx(taken / known, abs=1e-6), row
                assert row["full_time_share"] == pytest.approx(full / known, abs=1e-6), row
            else:
                assert row["occupancy"] is None, row


def test_the_figures_of_days_are_what_pandas_makes_of_the_file(dresden: Dresden) -> None:
    days = [dresden.begin.date() + timedelta(days=n) for n in (1, 2, 4, 12)]
    for place in SOME:
        expected = dresden.by_hour(place)
        for day in days:
            begin, end = dresden.day(day)
            inside = (expected.index >= begin) & (expected.index < end)
            known, taken, full = expected[inside].sum()
            open_us = dresden.spaces[place] * ((end - begin) // timedelta(microseconds=1))
            told = dresden.ask("kpis", place, begin, end)
            assert told["coverage"] == pytest.approx(known / open_us), (place, day)
            is_known = known >= 0.8 * open_us
            for code, part in (("utilization", taken), ("full_time_share", full)):
                figure = told["kpis"][code]
                wanted = pytest.approx(part / known) if is_known else None
                assert figure == wanted, (place, day, code)


def _hours(dresden: Dresden, place: str, begin: datetime) -> Iterator[dict]:
    """Every hour of the recording, in pieces that one answer may hold."""
    while begin < dresden.end:
        end = min(begin + timedelta(days=28), dresden.end)
        yield from dresden.ask("series", place, begin, end, step="1h")["rows"]
        begin = end

"""Birmingham's feed lists sums beside their parts: history shows which, and the city's total counts
each space once.

Some of its lots in `make test`; all of them, over eleven weeks, in `make soak`.
"""

import time
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pandas as pd
import pytest

from ingest.formats.lot_ids import lot_id_of
from tests.end_to_end.city import City, running_city
from tests.end_to_end.recorded_hours import (
    HOUR_US,
    PATIENCE_S,
    figures,
    hold_of,
    hours_of,
    let_history_reach,
    let_history_settle,
)

SOURCE = Path(__file__).resolve().parents[3] / "shared" / "data" / "birmingham"
OPERATOR, AREA = "bhm", "826100"
BULL_RING = ("BHMBRCBRG01", "BHMBRCBRG02", "BHMBRCBRG03")
SHOPPING = ("BHMNCPHST01", "BHMNCPLDH01")
TRINITY = ("BHMBCCTHL01", "BHMNCPNST01", "BHMNCPPLS01")
SUMS = {
    "Broad Street": ("BHMEURBRD01", "BHMEURBRD02"),
    "Bull Ring": BULL_RING,
    "Shopping": SHOPPING,
    "Others-CCCPS8": TRINITY,
    "Others-CCCPS105a": ("BHMMBMMBX01", *TRINITY),
    "Others-CCCPS133": ("BHMMBMMBX01", "BHMNCPNST01", "BHMNCPPLS01", *BULL_RING),
    "NIA Car Parks": ("NIA North", "NIA South"),
    "Others-CCCPS135a": ("BHMBCCSNH01", "BHMNCPNHS01", "BHMNCPRAN01", *SHOPPING),
}
"""What the file itself says, row by row."""
SOME = ("Broad Street", "Bull Ring", "Shopping")
ALONE = ("BHMBCCMKT01", "BHMBCCPST01", "BHMMBMMBX01")
BEGIN = datetime(2016, 10, 4, tzinfo=UTC)
pytestmark = [
    pytest.mark.skipif(not SOURCE.is_dir(), reason=f"no recorded data at {SOURCE}"),
    pytest.mark.slow,
    pytest.mark.timeout(1_800),
]


@dataclass
class Birmingham:
    """A city that has lived it, the file's rows, how long, and which of its lots are sums."""

    city: City
    admin: str
    planner: str
    told: pd.DataFrame
    days: int
    sums: dict[str, tuple[str, ...]]

    def lot_id(self, code: str) -> str:
        return lot_id_of(OPERATOR, code)

    def once(self) -> list[str]:
        """Lots that are sums of no others."""
        return [code for code in self.told["code"].unique() if code not in self.sums]

    def expected(self, codes: list[str], begin: datetime, end: datetime) -> dict[str, float]:
        """Space-hours of these lots, from the file: a lot is there from its first count on."""
        hold, sums = hold_of(self.city, OPERATOR), {"open": 0.0, "known": 0.0, "taken": 0.0}
        for code in codes:
            rows = self.told[(self.told["code"] == code) & (self.told["free"] >= 0)]
            spaces, since = int(rows["Capacity"].iloc[0]), max(begin, rows["at"].min())
            hours = hours_of(rows, spaces, hold)
            inside = hours[(hours.index >= begin) & (hours.index < end)]
            sums["open"] += spaces * max(0.0, (end - since) / timedelta(hours=1))
            sums["known"] += inside["known_us"].sum() / HOUR_US
            sums["taken"] += inside["taken_us"].sum() / HOUR_US
        return sums

    def total(self, begin: datetime, end: datetime, **choice: str) -> dict:
        """What planners are told of the city, or of an area in it."""
        times = {"from_": begin.isoformat(), "to": end.isoformat()}
        return figures(self.city, self.planner, "kpis", **times, **choice)


@pytest.fixture(
    scope="module",
    params=[
        pytest.param((25, SOME), id="some lots"),
        pytest.param((77, tuple(SUMS)), id="eleven weeks", marks=pytest.mark.soak),
    ],
)
def birmingham(request, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Birmingham]:
    days, names = request.param
    folder = tmp_path_factory.mktemp("birmingham")
    told = pd.read_csv(SOURCE / "birmingham.csv").drop_duplicates()
    if names == SOME:
        parts = [part for name in SOME for part in SUMS[name]]
        told = told[told["SystemCodeNumber"].isin([*SOME, *ALONE, *parts])]
    walls = pd.to_datetime(told["LastUpdated"]).dt.tz_localize("Europe/London")
    told = told.assign(code=told["SystemCodeNumber"], at=walls.dt.tz_convert("UTC"))
    told = told.assign(free=told["Capacity"] - told["Occupancy"])
    end = BEGIN + timedelta(days=days)
    told = told[(told["at"] >= BEGIN) & (told["at"] < end)]
    recording = folder / "recording.csv"
    columns = ["SystemCodeNumber", "Capacity", "Occupancy", "LastUpdated"]
    told.to_csv(recording, columns=columns, index=False)
    zone = {"ONELOT_TIMEZONE": "Europe/London"}
    with running_city(folder / "city", "--clock", "manual", settings=zone) as city:
        admin, planner = city.key("admin"), city.key("planner")
        where = ("--url", city.url, "--key", admin, "--operator", OPERATOR)
        city.onelot("replay", str(recording), *where, timeout_s=1_200)
        lie_in_an_area(city, admin, told, folder)
        let_history_settle(city, admin, end)
        sums = {name: SUMS[name] for name in names}
        yield Birmingham(city, admin, planner, told, days, sums)


def lie_in_an_area(city: City, admin: str, told: pd.DataFrame, folder: Path) -> None:
    """Put the lots into one, so that sums of areas are made of them; the file has no places."""
    areas = folder / "areas.csv"
    areas.write_text(f"area_code,level,name\n{AREA},district,Birmingham\n")
    city.onelot("areas", "import", str(areas), "--data-dir", str(city.started.data_dir))
    with city.client(admin) as http:
        for code, rows in told.groupby("code"):
            lot = {"name": code, "operator": OPERATOR, "area_code": AREA}
            lot["capacity"] = int(rows["Capacity"].iloc[0])
            answer = http.put(f"/v1/operator/lots/{lot_id_of(OPERATOR, code)}", json=lot)
            assert answer.status_code == 200, answer.text


def look(birmingham: Birmingham) -> dict[str, list[str]]:
    """Let history be looked through; which lots are sums now, and of which."""
    folder = ("--data-dir", str(birmingham.city.started.data_dir))
    said = birmingham.city.onelot("aggregates", "find", "--days", "90", *folder)
    return {one["lot_id"]: one["parts"] for one in said["standing"]}


def test_the_sums_in_the_feed_are_found_and_each_space_is_counted_once(
    birmingham: Birmingham,
) -> None:
    everything = list(birmingham.told["code"].unique())
    noons = [BEGIN + timedelta(days=day, hours=10) for day in range(1, birmingham.days - 3, 5)]
    spans = [(noon, noon + timedelta(hours=4)) for noon in noons]
    spans.append((BEGIN + timedelta(days=2), BEGIN + timedelta(days=birmingham.days - 2)))
    for begin, end in spans:
        assert_counts(birmingham, everything, begin, end)

    found = look(birmingham)
    lot_id = birmingham.lot_id
    assert found == {
        lot_id(name): sorted(map(lot_id, parts)) for name, parts in birmingham.sums.items()
    }
    wait_until_moved(birmingham.city)
    let_history_reach(
        birmingham.city, birmingham.admin, BEGIN + timedelta(days=birmingham.days, hours=4)
    )
    for begin, end in spans:
        assert_counts(birmingham, birmingham.once(), begin, end)
    told = birmingham.total(*spans[0])
    left_out = f"{len(birmingham.sums)} lots whose counts are sums of other lots' are left out"
    assert any(note.startswith(left_out) for note in told["notes"])
    alone = birmingham.total(*spans[0], lot_id=lot_id("Bull Ring"))
    assert alone["kpis"]["space_hours_open"] == 4 * 3_053


def wait_until_moved(city: City) -> None:
    """Wait until no sum is counted in an area any more."""
    deadline_s = time.monotonic() + PATIENCE_S
    counted = "select 1 from rollup_region join lot_aggregate using (lot_key) where is_aggregate"
    while city.fetch(counted):
        assert time.monotonic() < deadline_s, "sums are still counted in areas"
        time.sleep(0.2)


def assert_counts(birmingham: Birmingham, codes: list[str], begin: datetime, end: datetime) -> None:
    """The city, its operator and the area that all lots lie in are the sum of these lots."""
    expected = birmingham.expected(codes, begin, end)
    for choice in ({}, {"operator": OPERATOR}, {"area": AREA}):
        told = birmingham.total(begin, end, **choice)
        assert told["lots"] == len(codes)
        assert told["kpis"]["space_hours_open"] == pytest.approx(expected["open"])
        assert told["coverage"] == pytest.approx(expected["known"] / expected["open"])
        if told["coverage"] >= 0.8:
            utilization = expected["taken"] / expected["known"]
            assert told["kpis"]["utilization"] == pytest.approx(utilization)


def test_what_the_file_says_row_by_row_are_those_sums() -> None:
    """The list above, by counting alone: in every row that has all of them, or nearly."""
    told = pd.read_csv(SOURCE / "birmingham.csv").drop_duplicates(
        ["SystemCodeNumber", "LastUpdated"]
    )
    counts = told.pivot_table(index="LastUpdated", columns="SystemCodeNumber", values="Occupancy")
    spaces = told.groupby("SystemCodeNumber")["Capacity"].max()
    for name, parts in SUMS.items():
        assert spaces[name] == spaces[list(parts)].sum()
        rows = counts[[name, *parts]].dropna()
        assert len(rows) > 150
        assert (rows[name] == rows[list(parts)].sum(axis=1)).mean() > 0.99, name

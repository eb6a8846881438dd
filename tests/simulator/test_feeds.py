"""What simulated feeds say: the truth in their own style, unless they have a fault."""

from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from simulator.jinan_data import jinan
from simulator.ledger import Ledger
from simulator.traffic import Traffic
from simulator.world import World

MORNING_US = 1_795_219_200_000_000
SECOND_US = 1_000_000


@pytest.fixture
def traffic(tmp_path: Path) -> Iterator[tuple[Traffic, World, Ledger]]:
    city = jinan(1, 150)
    world = World(city, MORNING_US, "Asia/Shanghai")
    with Ledger(tmp_path / "ledger.jsonl", city) as ledger:
        yield Traffic(world, ledger), world, ledger


def reports_of(traffic: Traffic, operator_id: str, seconds: int) -> list[dict]:
    return [
        report
        for second in range(1, seconds + 1)
        for report in traffic.tick(MORNING_US + second * SECOND_US).get(operator_id, [])
    ]


def test_movements_and_the_ledger_tell_of_the_same_cars(traffic) -> None:
    rig, world, ledger = traffic
    miscounting = next(lot.lot_id for lot in world.city.lots if lot.operator.style == "movements")
    said = Counter(
        (report["lot_id"], report["kind"])
        for report in reports_of(rig, "jn-plaza", 120)
        if report["lot_id"] != miscounting
    )
    for lot in world.city.lots:
        if lot.operator.operator_id == "jn-plaza" and lot.lot_id != miscounting:
            assert said[lot.lot_id, "entry"] == ledger.counts[lot.lot_id, "arrival"]
            assert said[lot.lot_id, "exit"] == ledger.counts[lot.lot_id, "departure"]


def test_an_inverted_feed_says_occupied_where_free_belongs(traffic) -> None:
    rig, world, _ = traffic
    index = {lot.lot_id: n for n, lot in enumerate(world.city.lots)}
    seen = 0
    for second in range(1, 70):
        for report in rig.tick(MORNING_US + second * SECOND_US).get("jn-mirror", []):
            for space in report["spaces"]:
                truth = world.spaces[index[report["lot_id"]]][space["space_class"]]
                assert space["free"] == truth.capacity - truth.free
                seen += 1
    assert seen > 0


def test_an_offline_operator_falls_silent(traffic) -> None:
    rig, _, _ = traffic
    assert reports_of(rig, "jn-silent", 60)
    assert not [
        report
        for second in range(400, 600)
        for report in rig.tick(MORNING_US + second * SECOND_US).get("jn-silent", [])
    ]


def test_serials_of_a_lot_never_repeat(traffic) -> None:
    rig, _, _ = traffic
    seen: Counter[tuple[str, str]] = Counter()
    for second in range(1, 90):
        for reports in rig.tick(MORNING_US + second * SECOND_US).values():
            seen.update((report["lot_id"], report["record_serial"]) for report in reports)
    assert seen.most_common(1)[0][1] == 1

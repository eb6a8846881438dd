"""The city of one seed: lots, sources, viewers, and how lots come, change and go meanwhile."""

import asyncio
import random

from parking.lot import Source
from tests.simulation.reports import CLOCKS_OFF_S, STYLES, Device
from tests.simulation.stage import PARTITIONS, Stage

MIDDLES = ((36.65, 117.12), (36.67, 117.12), (36.65, 117.16))
VIEWS = (
    {"bbox": [117.0, 36.5, 117.3, 36.9]},
    {"center": {"lat": 36.65, "lon": 117.12}, "radius_m": 1_500},
    {"lots": ["op1-0", "op1-1", "op2-0", "op2-9"]},
    {"lots": ["op2-1"]},
)
LOTS_EACH = 5
OPERATORS = (1, 2)
WIDE_DEG = 0.008


def found(stage: Stage) -> list[tuple[Device, int, int]]:
    """Register lots and sources; returns the devices with their source and operator keys."""
    chance = stage.stream("city")
    for operator in OPERATORS:
        for number in range(LOTS_EACH):
            put_lot(stage, f"op{operator}-{number}", operator)
    devices = []
    for source_key in range(1, 8):
        operator = OPERATORS[source_key % len(OPERATORS)]
        ttl_s = chance.choice((120.0, 120.0, 900.0))
        is_quiet = chance.random() < 0.3
        stage.registry.put_source(
            Source(source_key, f"s{source_key}", operator, f"op{operator}", ttl_s, is_quiet)
        )
        lots = chance.sample([f"op{operator}-{n}" for n in range(LOTS_EACH)], 3)
        device = Device(
            STYLES[(source_key - 1) % len(STYLES)],
            stage.stream(f"device-{source_key}"),
            lots,
            chance.choice(CLOCKS_OFF_S),
        )
        devices.append((device, source_key, operator))
    return devices


def put_lot(stage: Stage, lot_id: str, operator: int) -> None:
    chance = stage.chance
    place = spread(chance, chance.choice(MIDDLES)) if chance.random() < 0.9 else None
    stage.registry.register(lot_id, operator, chance.randrange(PARTITIONS), place)


async def live_on(stage: Stage, pause_s: float, until_s: float) -> None:
    """Let lots be registered, moved, renamed and removed, and sources be learned of."""
    loop = asyncio.get_running_loop()
    while loop.time() < until_s:
        await asyncio.sleep(stage.chance.expovariate(1 / pause_s))
        _change(stage)


def _change(stage: Stage) -> None:
    chance, registry = stage.chance, stage.registry
    lot = chance.choice(registry.lots())
    match chance.choice(("remove", "register", "move", "move", "rename", "learn")):
        case "remove":
            registry.remove(lot.lot_key)
        case "register":
            operator = chance.choice(OPERATORS)
            gone = {f"op{operator}-{n}" for n in range(LOTS_EACH + 1)}
            gone -= {known.lot_id for known in registry.lots()}
            if gone:
                put_lot(stage, min(gone), operator)
        case "move":
            registry.move(lot.lot_key, *spread(chance, chance.choice(MIDDLES)))
        case "rename":
            registry.rename(lot.lot_key, f"{lot.lot_id}-{chance.randrange(1_000)}")
        case "learn":
            key = chance.randrange(1, 8)
            operator = OPERATORS[key % len(OPERATORS)]
            ttl_s = chance.choice((120.0, 300.0, 3_600.0))
            registry.put_source(
                Source(key, f"s{key}", operator, f"op{operator}", ttl_s, chance.random() < 0.5)
            )


def spread(chance: random.Random, middle: tuple[float, float]) -> tuple[float, float]:
    """Draw a place near a middle, as exact as answers are."""
    lat, lon = (round(degrees + chance.uniform(-WIDE_DEG, WIDE_DEG), 6) for degrees in middle)
    return lat, lon

"""Puts the simulated Jinan into a city's registry: districts, operators, lots and keys."""

import asyncio
from pathlib import Path

import msgspec

from api.operator.city_rules import draft_rules
from api.settings import Settings
from ingest.formats.lots_geojson.reading import read_lots_geojson
from ingest.registry.areas import import_areas
from ingest.registry.lots import import_lots
from parking.storage.postgres.keys import PostgresKeys
from parking.storage.postgres.pool import PLATFORM, open_pool
from parking.storage.postgres.processes import wait_until_followed
from parking.storage.postgres.registry import PostgresRegistry
from parking.vocabulary import Role
from simulator.city import City
from simulator.jinan_data import district_file
from simulator.lending import OWNER
from simulator.operators import OPERATORS
from simulator.registration import lots_geojson

DEMO_KEYS = "demo-keys.json"
FEED_KEYS = "simulator-keys.json"
SHARING_KEYS = "sharing-keys.json"
PEOPLE: tuple[tuple[str, Role, str | None], ...] = (
    ("admin", "admin", None),
    ("planner", "planner", None),
    (OWNER, "owner", None),
    ("operator", "operator", "jn-static"),
)
"""The keys that are printed: what for, which role, of which operator."""


class DemoKeys(msgspec.Struct):
    """Keys by what they are for, and the feeds' keys by operator id."""

    people: dict[str, str]
    feeds: dict[str, str]


def furnish(database_url: str, city: City, folder: Path) -> DemoKeys:
    """Register the simulated city; a second time on the same folder changes nothing.

    The keys are kept in the folder, readable by its owner only: the city itself has only hashes.
    """
    file = folder / DEMO_KEYS
    known = msgspec.json.decode(file.read_bytes(), type=DemoKeys) if file.is_file() else None
    keys = asyncio.run(_furnish(database_url, city, known))
    _write_secret(file, keys)
    _write_secret(folder / FEED_KEYS, keys.feeds)
    _write_secret(folder / SHARING_KEYS, keys.feeds | {OWNER: keys.people[OWNER]})
    return keys


async def _furnish(database_url: str, city: City, known: DemoKeys | None) -> DemoKeys:
    async with await open_pool(database_url, max_size=2, statement_timeout_ms=120_000) as pool:
        registry = PostgresRegistry(pool)
        for operator in OPERATORS.values():
            await registry.put_operator(
                PLATFORM, operator.operator_id, name=operator.name, name_en=operator.name_en
            )
        await import_areas(registry, district_file(), "wgs84", is_csv=False)
        rows = read_lots_geojson(msgspec.json.encode(lots_geojson(city)))
        rules = draft_rules(Settings(), is_strict=False)
        imported = await import_lots(registry, PLATFORM, rows, rules)
        if imported.rejected:
            raise RuntimeError(f"the simulated city is not valid: {imported.rejected[0]}")
        keys = known or await _issue(PostgresKeys(pool))
        await wait_until_followed(pool)
    return keys


async def _issue(store: PostgresKeys) -> DemoKeys:
    async def issue(role: Role, operator_id: str | None, name: str | None) -> str:
        issued = await store.create(PLATFORM, role=role, operator_id=operator_id, name=name)
        return issued.key

    return DemoKeys(
        people={what: await issue(role, operator, "console") for what, role, operator in PEOPLE},
        feeds={
            operator.operator_id: await issue("operator", operator.operator_id, None)
            for operator in OPERATORS.values()
        },
    )


def _write_secret(file: Path, content: object) -> None:
    file.touch(mode=0o600)
    file.write_bytes(msgspec.json.encode(content))

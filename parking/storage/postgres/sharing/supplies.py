"""Supplies of lots' shared spaces: computed from what is committed, each kept with its version.

It knows rows and what waits to be told; who tells it, and whom, is elsewhere.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from itertools import chain
from typing import Any, Final, TypeAlias

import asyncpg
import msgspec

from parking.clock import HOUR_US, from_us, to_us
from parking.live.supply_register import (
    BY_LOT,
    OwnClass,
    Supply,
    SupplyStep,
    register_of_supply,
)
from parking.ports import Register
from parking.sharing.spans import FOR_EVER_US
from parking.sharing.supply import AHEAD_US, Claim, Lending, LentSpace, supply_at
from parking.sharing.terms import Moments
from parking.storage.postgres.pool import PLATFORM, Connection, scoped
from parking.storage.postgres.queries import query
from parking.storage.postgres.sharing.expansions import city_time
from parking.vocabulary import SPACE_CLASSES

LOOKED_AHEAD_US: Final = AHEAD_US + 6 * HOUR_US
"""Windows that begin later have no room for a stay that begins within the time ahead."""
_Steps: TypeAlias = tuple[SupplyStep, ...]


@dataclass(frozen=True, slots=True)
class News:
    """What is to be told by partition, and what need not wait any more once it was."""

    registers: Mapping[int, Sequence[Register]] = field(default_factory=dict)
    due_keys: Sequence[int] = ()


class Supplies:
    """Brings `lot_supply` up to date for the lots that a trigger put into `supply_due`."""

    def __init__(self, pool: asyncpg.Pool) -> None:
        self._pool = pool

    async def renew(self, *, every_lot: bool) -> None:
        """Let lots wait that lend: all, or those of which little time ahead is known."""
        async with scoped(self._pool, PLATFORM) as connection:
            await connection.execute(query("sharing/supplies_renew"), every_lot)

    async def news(self, most: int) -> News:
        """Compute the supply of lots that wait, and commit it; empty where none does.

        What waits is read before what stands: a change that is not seen here waits still.
        """
        async with scoped(self._pool, PLATFORM) as connection:
            waiting = await connection.fetch(query("sharing/supplies_due"), most)
            if not waiting:
                return News()
            lot_keys = [row["lot_key"] for row in waiting]
            due_keys = [key for row in waiting for key in row["due_keys"]]
            await connection.execute(query("sharing/supplies_open"), lot_keys)
            registers = await _refreshed(connection, lot_keys)
            found = await connection.fetch(query("sharing/supplies_places"), lot_keys)
        places: dict[int, int] = {row["lot_key"]: row["partition"] for row in found}
        batches: defaultdict[int, list[Register]] = defaultdict(list)
        for register in registers:
            if register.lot_key in places:
                batches[places[register.lot_key]].append(register)
        return News(batches, due_keys)

    async def told(self, news: News) -> None:
        """Note that it is in the live projection."""
        async with scoped(self._pool, PLATFORM) as connection:
            await connection.execute(query("sharing/supplies_told"), news.due_keys)


async def read_supplies(connection: Connection) -> list[Register]:
    """Read the registers of all lots, as a rebuild of the projection needs them.

    The connection is one of the ingest pool.
    """
    registers = []
    for lot_key, version, timeline, until_us in await connection.fetch(
        query("sharing/supplies_read")
    ):
        supply = Supply(until_us, msgspec.json.decode(timeline, type=_Steps))
        registers.append(register_of_supply(lot_key, supply, version))
    return registers


async def _refreshed(connection: Connection, lot_keys: Sequence[int]) -> list[Register]:
    """Lock the rows, compute anew, write what changed; the registers are of all."""
    rows = await connection.fetch(query("sharing/supplies_lock"), lot_keys)
    now_us = to_us(await city_time(connection))
    lendings = await _lendings(connection, lot_keys, now_us)
    registers, changed = [], []
    for row in rows:
        lot_key, version = row["lot_key"], row["version"]
        supply = supply_at(lendings[lot_key], now_us)
        if supply != _kept(row):
            version += 1
            changed.append((lot_key, supply.told_steps(), from_us(supply.until_us)))
        registers.append(register_of_supply(lot_key, supply, version))
    if changed:
        await connection.execute(query("sharing/supplies_save"), *zip(*changed, strict=True))
    return registers


def _kept(row: asyncpg.Record) -> Supply | None:
    if row["until"] is None:
        return None
    return Supply(to_us(row["until"]), msgspec.convert(row["timeline"], _Steps))


async def _lendings(
    connection: Connection, lot_keys: Sequence[int], now_us: int
) -> Mapping[int, list[Lending]]:
    now, until = from_us(now_us), from_us(now_us + LOOKED_AHEAD_US)
    lent = await connection.fetch(query("sharing/supplies_lent"), lot_keys, now, until)
    claimed = await connection.fetch(query("sharing/supplies_claimed"), lot_keys, now)
    withdrawn = await connection.fetch(query("sharing/supplies_withdrawn"), lot_keys, now)
    taken = _taken(claimed, withdrawn)
    lendings: defaultdict[int, list[Lending]] = defaultdict(list)
    for row in lent:
        lendings[row["lot_key"]].append(
            Lending(
                spaces=_by_own_class(row["spaces"]),
                buffer_min=row["buffer_min"],
                stay=_moments(row["stay"]),
                movement=_moments(row["movement"]),
                suspended=_moments(row["suspended"]),
                taken=taken[row["agreement_key"]],
                is_for_all=row["is_for_all"],
            )
        )
    return lendings


def _taken(
    claimed: Iterable[asyncpg.Record], withdrawn: Iterable[asyncpg.Record]
) -> Mapping[int, list[LentSpace]]:
    """Return the spaces on which there is something, by agreement."""
    claims: defaultdict[tuple[int, int], list[Claim]] = defaultdict(list)
    returns: defaultdict[tuple[int, int], list[Moments]] = defaultdict(list)
    own_classes = {
        (row["agreement_key"], row["space_key"]): _own_class(row["own_class"])
        for row in chain(claimed, withdrawn)
    }
    for row in claimed:
        claims[row["agreement_key"], row["space_key"]].append(
            Claim(
                _us(row["begins"], -FOR_EVER_US),
                _us(row["ends"], FOR_EVER_US),
                _us(row["gone"], FOR_EVER_US),
                stays=row["stays"],
            )
        )
    for row in withdrawn:
        returns[row["agreement_key"], row["space_key"]] += _moments([row["during"]])
    taken: defaultdict[int, list[LentSpace]] = defaultdict(list)
    for place, own_class in own_classes.items():
        taken[place[0]].append(LentSpace(claims[place], returns[place], own_class))
    return taken


def _by_own_class(spaces: Mapping[str, int]) -> Mapping[OwnClass, int]:
    by_own_class: Counter[OwnClass] = Counter()
    for name, number in spaces.items():
        by_own_class[_own_class(name)] += number
    return by_own_class


def _own_class(name: str) -> OwnClass:
    """Return the class that the registry names; its lot decides where that is no such class."""
    return next((known for known in SPACE_CLASSES if known == name), BY_LOT)


def _moments(ranges: Iterable[Any]) -> list[Moments]:
    return [(_us(span.lower, -FOR_EVER_US), _us(span.upper, FOR_EVER_US)) for span in ranges]


def _us(moment: datetime | None, endless_us: int) -> int:
    return endless_us if moment is None else to_us(moment)

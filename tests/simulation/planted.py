"""Eleven bugs that somebody might write, each planted into a core for as long as a `with` lasts."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from typing import Any

from api.live.catchup import Catchup
from ingest import counted_lane
from ingest.submission import record_of_item
from parking.live.live_lot import LiveLot
from parking.live.lot_registers import LotRegisters
from parking.live.register import NEWEST, merge
from parking.ports import Changes, PartitionState
from parking.storage.postgres.lot_count import LotCounts
from parking.storage.postgres.queries import query
from parking.storage.redis import changes
from parking.storage.redis.calls import split_field, state_of
from parking.storage.redis.errors import ProjectionLostError
from parking.storage.redis.keys import partition_keys, registers_key
from parking.storage.redis.projection import RedisProjection
from tests.simulation.postgres_statements import STATEMENTS, _tail_row
from tests.simulation.redis_model import RedisModel
from tests.simulation.stage import START_US

NEWEST_ONE = 16 + 63
FOR_EVER = 2**62


@dataclass(frozen=True)
class Bug:
    """`put` undoes itself when the block is left."""

    name: str
    put: Callable[[], Any]


@contextmanager
def _instead(owner: Any, name: str, wrong: Any) -> Iterator[None]:
    right = owner.__dict__[name]
    setattr(owner, name, wrong)
    try:
        yield
    finally:
        setattr(owner, name, right)


def _by_arrival(_stored, register, pos):
    return f"{pos:016d}{register.version}{register.value}", NEWEST


def _one_count(stored, register, pos):
    merged, status = merge(stored, register, pos)
    return (merged[:NEWEST_ONE] if register.name.startswith("s:") else merged), status


async def _tail_by_id(server, transaction, _xid, row_id, _horizon, limit):
    found = [stored for stored in server.seen_by(transaction) if stored.id > row_id]
    found.sort(key=lambda stored: stored.id)
    return [_tail_row(stored) for stored in found[:limit]]


@contextmanager
def _tailing_by_id() -> Iterator[None]:
    name = query("tail_reports")
    right, STATEMENTS[name] = STATEMENTS[name], _tail_by_id
    try:
        yield
    finally:
        STATEMENTS[name] = right


_begin = RedisProjection.begin_epoch


async def _begin_same(self):
    self._real_us = lambda: START_US
    return await _begin(self)


async def _load_state_first(self, partition):
    keys = partition_keys(partition)
    calls = [("HGETALL", registers_key(partition)), ("FCALL_RO", "onelot_state", 3, *keys)]
    found, state = await self._run(calls, 10.0)
    epoch, position, is_trusted = state_of(state)
    if not is_trusted:
        raise ProjectionLostError("being rebuilt")
    stored = {
        split_field(name): value.decode()
        for name, value in zip(found[::2], found[1::2], strict=True)
    }
    return PartitionState(partition, epoch, position, stored)


class _Whatever(int):
    """A position that is never another one."""

    __hash__ = int.__hash__

    def __eq__(self, _other: object) -> bool:
        return True

    def __ne__(self, _other: object) -> bool:
        return False


_read_changes = changes._changes


def _without_gap(partition, to_pos, fields):
    read = _read_changes(partition, to_pos, fields)
    return Changes(partition, _Whatever(read.from_pos), read.to_pos, read.stored)


_answer = Catchup.next_frame


def _any_epoch(self, hub, *rest):
    self.epoch = hub.epoch
    return _answer(self, hub, *rest)


_put = LotRegisters.put


def _without_closures(self, name, value):
    if not name.startswith("k:"):
        _put(self, name, value)


def _duplicates_too(items, _inserted):
    records: dict[int, list] = {}
    for item in items:
        records.setdefault(item[0][2], []).append(record_of_item(item))
    return records


async def _no_lots(_self, _connection, _opened):
    return {0: FOR_EVER}


_availability = LiveLot.availability


def _as_of_the_write(self, _now_us):
    return _availability(self, self.changed_us)


def _bug(name: str, owner: Any, attribute: str, wrong: Any) -> Bug:
    return Bug(name, partial(_instead, owner, attribute, wrong))


BUGS = (
    _bug("last write wins, by arrival", RedisModel, "merge", staticmethod(_by_arrival)),
    Bug("the tail goes by id", _tailing_by_id),
    _bug("a rebuild keeps the epoch", RedisProjection, "begin_epoch", _begin_same),
    _bug("state is read before position", RedisProjection, "load", _load_state_first),
    _bug("a gap in the stream is passed over", changes, "_changes", _without_gap),
    _bug("one count is kept, not two", RedisModel, "merge", staticmethod(_one_count)),
    _bug("a resume ignores the epoch", Catchup, "next_frame", _any_epoch),
    _bug("the replica forgets closures", LotRegisters, "put", _without_closures),
    _bug("duplicates count again", counted_lane, "_new_records_by_lot", _duplicates_too),
    _bug("a batch trusts the lanes it knows", LotCounts, "opened_since", _no_lots),
    _bug("freshness is that of the write", LiveLot, "availability", _as_of_the_write),
)

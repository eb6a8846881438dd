"""The live projection in Redis: reads, merges and epochs of registers. Knows no meaning of them."""

import time
from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from functools import partial
from importlib.resources import files
from typing import Final, cast

from redis.exceptions import ResponseError

from parking.ports import Applied, Changes, PartitionState, Register
from parking.storage.redis.calls import (
    LAYOUT,
    applied_of,
    apply_call,
    is_other_epoch,
    policy_of,
    raise_if_error,
    split_field,
    state_of,
)
from parking.storage.redis.changes import follow_changes
from parking.storage.redis.cluster import open_transport
from parking.storage.redis.errors import ProjectionLostError
from parking.storage.redis.health import RedisHealth, health_of
from parking.storage.redis.keys import partition_keys, registers_key
from parking.storage.redis.transport import Call, Reply, Transport

LIBRARY: Final = files("parking.storage.redis").joinpath("onelot.lua").read_text(encoding="utf-8")
CHUNK: Final = 2_000
"""Registers a call: Lua unpacks two arguments for each, and its stack ends at 8,000."""
READ_TIMEOUT_S: Final = 10.0
EVICTS_ALL: Final = "allkeys-"
"""How the policies begin that take keys without a time to live: all of ours."""


def _real_us() -> int:
    return time.time_ns() // 1_000


class RedisProjection:
    """Implements `parking.ports.Projection`; also what the rebuild needs of it."""

    def __init__(
        self,
        url: str,
        *,
        partitions: int = 16,
        connect: Callable[[str], Transport] = open_transport,
        real_us: Callable[[], int] = _real_us,
    ) -> None:
        self._connect = partial(connect, url)
        self._transport = self._connect()
        self._partitions = partitions
        self._real_us = real_us
        self._epochs: dict[int, str] = {}

    async def aclose(self) -> None:
        await self._transport.aclose()

    async def epoch(self) -> str:
        """Return the epoch all partitions agree on and readers may trust."""
        states = await self._states(range(self._partitions))
        epochs = {epoch for epoch, _, is_trusted in states if is_trusted}
        if len(epochs) != 1 or not all(is_trusted for _, _, is_trusted in states):
            raise ProjectionLostError(
                "the projection is empty, incomplete, of another layout or from before a restart"
            )
        return epochs.pop()

    async def health(self, *, within_s: float) -> RedisHealth:
        """Ask the servers themselves how they are."""
        return health_of(await self._transport.info(within_s))

    async def apply(self, partition: int, registers: Sequence[Register], *, epoch: str) -> Applied:
        """Merge registers into one partition, under `epoch` only."""
        position, statuses = 0, ""
        for start in range(0, len(registers), CHUNK):
            call = apply_call(partition, epoch, registers[start : start + CHUNK])
            (reply,) = await self._run([call], READ_TIMEOUT_S)
            position, added = applied_of(reply)
            statuses += added
        return Applied(position, [int(status) for status in statuses])

    async def apply_all(
        self, batches: Mapping[int, Sequence[Register]], *, timeout_s: float
    ) -> dict[int, str]:
        """Merge registers by partition in one write, under whatever epoch is being filled.

        Returns one status digit per register: see `parking.live.register`.
        """
        statuses = dict.fromkeys(batches, "")
        waiting = [
            (partition, registers[start : start + CHUNK])
            for partition, registers in batches.items()
            for start in range(0, len(registers), CHUNK)
        ]
        for is_last in (False, True):
            epochs = await self._learned_epochs({part for part, _ in waiting}, timeout_s)
            calls = [apply_call(part, epochs[part], some) for part, some in waiting]
            replies = await self._run(calls, timeout_s)
            refused = []
            for (partition, some), reply in zip(waiting, replies, strict=True):
                if is_other_epoch(reply) and not is_last:
                    self._forget_epoch(partition, epochs[partition])
                    refused.append((partition, some))
                else:
                    statuses[partition] += applied_of(reply)[1]
            if not refused:
                break
            waiting = refused
        return statuses

    async def load(self, partition: int) -> PartitionState:
        """Read a partition; its position comes first, so that following from it loses nothing."""
        keys = partition_keys(partition)
        state: Call = ("FCALL_RO", "onelot_state", 3, *keys)
        replies = await self._run(
            [state, ("HGETALL", registers_key(partition)), state], READ_TIMEOUT_S
        )
        epoch, position, is_trusted = state_of(replies[0])
        if not is_trusted or state_of(replies[2])[0] != epoch:
            raise ProjectionLostError(f"partition {partition} is being rebuilt")
        raise_if_error(replies[1])
        flat = cast("list[bytes]", replies[1])
        stored = {
            split_field(name): value.decode()
            for name, value in zip(flat[::2], flat[1::2], strict=True)
        }
        return PartitionState(partition, epoch, position, stored)

    def follow(
        self,
        positions: Mapping[int, int],
        *,
        epoch: str,
        on_read: Callable[[], None] | None = None,
    ) -> AsyncIterator[Changes]:
        """Yield changes after `positions`; StreamGapError or ProjectionLostError end it."""
        return follow_changes(self._connect(), dict(positions), epoch, self.epoch, on_read)

    async def begin_epoch(self) -> str:
        """Empty every partition under a new epoch; writers may fill it, readers wait.

        The epoch is a time, because a later one must be the greater number. The library may be that
        of an earlier release until here.
        """
        epoch = f"{self._real_us():016d}"
        await self._transport.load_library(LIBRARY, READ_TIMEOUT_S)
        await self._call_each("onelot_begin", epoch, LAYOUT)
        self._epochs = dict.fromkeys(range(self._partitions), epoch)
        return epoch

    async def forget(self) -> None:
        """Remove all there is: whoever reads or writes waits for the worker to begin an epoch."""
        calls: list[Call] = [
            ("DEL", *partition_keys(partition)) for partition in range(self._partitions)
        ]
        for reply in await self._run(calls, READ_TIMEOUT_S):
            raise_if_error(reply)

    async def complete_epoch(self, epoch: str) -> None:
        """Readers may trust the projection from here on."""
        await self._call_each("onelot_complete", epoch)

    async def evicts(self) -> bool:
        """Tell whether a server would throw live state away when its memory is full."""
        calls: list[Call] = [
            ("FCALL_RO", "onelot_policy", 3, *partition_keys(partition))
            for partition in range(self._partitions)
        ]
        replies = await self._run(calls, READ_TIMEOUT_S)
        return any(policy_of(reply).startswith(EVICTS_ALL) for reply in replies)

    async def _call_each(self, function: str, *arguments: str) -> None:
        calls: list[Call] = [
            ("FCALL", function, 3, *partition_keys(partition), *arguments)
            for partition in range(self._partitions)
        ]
        for reply in await self._run(calls, READ_TIMEOUT_S):
            raise_if_error(reply)

    async def _states(
        self, partitions: Sequence[int], timeout_s: float = READ_TIMEOUT_S
    ) -> list[tuple[str, int, bool]]:
        calls: list[Call] = [
            ("FCALL_RO", "onelot_state", 3, *partition_keys(partition)) for partition in partitions
        ]
        return [state_of(reply) for reply in await self._run(calls, timeout_s)]

    async def _learned_epochs(self, partitions: set[int], timeout_s: float) -> dict[int, str]:
        """Return the epoch of each partition; asked for where it is not known.

        The caller's own copy: while it was asked for, another writer may have forgotten one.
        """
        known = {part: self._epochs[part] for part in partitions if part in self._epochs}
        missing = sorted(partitions - known.keys())
        if not missing:
            return known
        for partition, state in zip(missing, await self._states(missing, timeout_s), strict=True):
            if not state[0]:
                raise ProjectionLostError(f"partition {partition} has no epoch")
            known[partition] = self._epochs[partition] = state[0]
        return known

    def _forget_epoch(self, partition: int, refused: str) -> None:
        """Forget an epoch that was refused, unless a newer one has been learned meanwhile."""
        if self._epochs.get(partition) == refused:
            del self._epochs[partition]

    async def _run(self, calls: Sequence[Call], timeout_s: float) -> list[Reply]:
        """Run commands; where the library is missing (a new or emptied server), load it first."""
        replies = await self._transport.run(calls, timeout_s)
        if any(
            isinstance(reply, ResponseError) and "unction not" in str(reply) for reply in replies
        ):
            await self._transport.load_library(LIBRARY, timeout_s)
            replies = await self._transport.run(calls, timeout_s)
        return replies

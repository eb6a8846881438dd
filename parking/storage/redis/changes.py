"""Following the change streams: every partition in order, or an honest gap. Knows no registers."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from typing import Final, TypeAlias, cast

from redis.exceptions import ResponseError

from parking.ports import Changes
from parking.storage.redis.cluster import ClusterTransport
from parking.storage.redis.errors import ProjectionLostError, StreamGapError
from parking.storage.redis.keys import changes_key
from parking.storage.redis.transport import Call, Transport

BLOCK_MS: Final = 500
READ_TIMEOUT_S: Final = 5.0
ENTRIES_A_READ: Final = 200
EPOCH_CHECK_S: Final = 1.0
CLUSTER_POLL_S: Final = 0.02
GATHER_S: Final = 0.01
"""After something came the next read waits so long. A batch of reports changes up to sixteen
streams one after the other, and a read that wakes for each costs more than all they say."""

_Streams: TypeAlias = list[tuple[bytes, list[tuple[bytes, list[bytes]]]]]


async def follow_changes(
    transport: Transport,
    positions: dict[int, int],
    epoch: str,
    current_epoch: Callable[[], Awaitable[str]],
    on_read: Callable[[], None] | None = None,
) -> AsyncIterator[Changes]:
    """Yield what comes after `positions`; they are moved along. Closes the transport at its end.

    An entry's id names its epoch, and a later epoch sorts behind all entries of this one, so that
    its first entry ends this. Yet the epoch is asked for once a second, because a stream that was
    emptied looks like one on which nothing happens.
    """
    loop = asyncio.get_running_loop()
    check_at_s = loop.time()
    try:
        while True:
            if loop.time() >= check_at_s:
                found = await current_epoch()
                if found != epoch:
                    raise _other_epoch(found, epoch)
                check_at_s = loop.time() + EPOCH_CHECK_S
            entries = await _read(transport, positions, epoch)
            if on_read is not None:
                on_read()
            for partition, (entry_id, fields) in entries:
                found, _, to_pos = entry_id.decode().partition("-")
                if found != epoch:
                    raise _other_epoch(found, epoch)
                changes = _changes(partition, int(to_pos), fields)
                if changes.from_pos != positions[partition] + 1:
                    raise StreamGapError(partition)
                positions[partition] = changes.to_pos
                yield changes
            await asyncio.sleep(GATHER_S if entries else 0)
    finally:
        await transport.aclose()


def _other_epoch(found: str, epoch: str) -> ProjectionLostError:
    return ProjectionLostError(f"the projection is at epoch {found}, not {epoch}")


async def _read(
    transport: Transport, positions: dict[int, int], epoch: str
) -> list[tuple[int, tuple[bytes, list[bytes]]]]:
    """Read new entries with their partition.

    One server blocks; a cluster is asked in turns, because a blocking read cannot span its slots.
    """
    names = {changes_key(partition).encode(): partition for partition in positions}
    head = ("XREAD", "COUNT", ENTRIES_A_READ)
    if isinstance(transport, ClusterTransport):
        await asyncio.sleep(CLUSTER_POLL_S)
        calls: list[Call] = [
            (*head, "STREAMS", name, f"{epoch}-{positions[partition]}")
            for name, partition in names.items()
        ]
    else:
        after = [f"{epoch}-{position}" for position in positions.values()]
        calls = [(*head, "BLOCK", BLOCK_MS, "STREAMS", *names, *after)]
    found = []
    for reply in await transport.run(calls, READ_TIMEOUT_S):
        if isinstance(reply, ResponseError):
            # It answers, yet not to this: waiting would not help, what is there must be read anew.
            raise ProjectionLostError(str(reply)) from reply
        for name, entries in cast("_Streams", reply or []):
            found += [(names[name], entry) for entry in entries]
    return found


def _changes(partition: int, to_pos: int, fields: list[bytes]) -> Changes:
    stored = []
    for field, value in zip(fields[2::2], fields[3::2], strict=True):
        lot_key, _, name = field.partition(b"/")
        stored.append((int(lot_key), name.decode(), value.decode()))
    return Changes(partition, int(fields[1]), to_pos, stored)

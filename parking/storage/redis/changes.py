"""Following the change streams: every partition in order, or an honest gap. Knows no registers."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from typing import Final, TypeAlias, cast

from redis.exceptions import ResponseError

from parking.ports import Changes
from parking.storage.redis.errors import ProjectionAwayError, ProjectionLostError, StreamGapError
from parking.storage.redis.keys import changes_key
from parking.storage.redis.transport import Call, ClusterTransport, SingleTransport, open_transport

BLOCK_MS: Final = 1_000
READ_TIMEOUT_S: Final = 5.0
ENTRIES_A_READ: Final = 200
EPOCH_CHECK_S: Final = 1.0
CLUSTER_POLL_S: Final = 0.02

_Streams: TypeAlias = list[tuple[bytes, list[tuple[bytes, list[bytes]]]]]


async def follow_changes(
    url: str,
    positions: dict[int, int],
    epoch: str,
    current_epoch: Callable[[], Awaitable[str]],
    on_read: Callable[[], None] | None = None,
) -> AsyncIterator[Changes]:
    """Yield what comes after `positions`; they are moved along.

    The epoch is asked for once a second, because a stream that was emptied looks like one on which
    nothing happens.
    """
    transport = open_transport(url)
    loop = asyncio.get_running_loop()
    check_at_s = loop.time()
    try:
        while True:
            if loop.time() >= check_at_s:
                found = await current_epoch()
                if found != epoch:
                    raise ProjectionLostError(f"the projection is at epoch {found}, not {epoch}")
                check_at_s = loop.time() + EPOCH_CHECK_S
            entries = await _read(transport, positions)
            if on_read is not None:
                on_read()
            for partition, entry in entries:
                changes = _changes(partition, entry)
                if changes.from_pos != positions[partition] + 1:
                    raise StreamGapError(partition)
                positions[partition] = changes.to_pos
                yield changes
    finally:
        await transport.aclose()


async def _read(
    transport: SingleTransport | ClusterTransport, positions: dict[int, int]
) -> list[tuple[int, tuple[bytes, list[bytes]]]]:
    """Read new entries with their partition.

    One server blocks; a cluster is asked in turns, because a blocking read cannot span its slots.
    """
    names = {changes_key(partition).encode(): partition for partition in positions}
    head = ("XREAD", "COUNT", ENTRIES_A_READ)
    if isinstance(transport, ClusterTransport):
        await asyncio.sleep(CLUSTER_POLL_S)
        calls: list[Call] = [
            (*head, "STREAMS", name, f"{positions[partition]}-0")
            for name, partition in names.items()
        ]
    else:
        after = [f"{position}-0" for position in positions.values()]
        calls = [(*head, "BLOCK", BLOCK_MS, "STREAMS", *names, *after)]
    found = []
    for reply in await transport.run(calls, READ_TIMEOUT_S):
        if isinstance(reply, ResponseError):
            raise ProjectionAwayError(str(reply)) from reply
        for name, entries in cast("_Streams", reply or []):
            found += [(names[name], entry) for entry in entries]
    return found


def _changes(partition: int, entry: tuple[bytes, list[bytes]]) -> Changes:
    entry_id, fields = entry
    stored = []
    for field, value in zip(fields[2::2], fields[3::2], strict=True):
        lot_key, _, name = field.partition(b"/")
        stored.append((int(lot_key), name.decode(), value.decode()))
    return Changes(partition, int(fields[1]), int(entry_id.partition(b"-")[0]), stored)

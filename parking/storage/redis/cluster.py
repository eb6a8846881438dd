"""A Redis Cluster as one transport: each node gets its calls in one write, all nodes at once.

redis-py's cluster client sends every command by itself and, while a node is away, asks the cluster
for its slots anew for each of them. Its connections and its slot function are used here too.
"""

import asyncio
from collections import defaultdict, deque
from collections.abc import Iterator, Mapping, Sequence
from typing import Final, TypeAlias, cast
from urllib.parse import urlsplit

from redis.crc import key_slot
from redis.exceptions import AskError, ClusterDownError, ResponseError

from parking.storage.redis.errors import ProjectionAwayError
from parking.storage.redis.health import ServerInfo
from parking.storage.redis.transport import (
    CONNECT_TIMEOUT_S,
    Call,
    Reply,
    SingleTransport,
    Transport,
    away_after,
    load_call,
    raise_refusals,
)

CLUSTER_SCHEME: Final = "redis+cluster://"
_ELSEWHERE: Final = (AskError, ClusterDownError)
"""A slot has moved (a MovedError is an AskError), or nobody serves it: the map is old."""

SlotRange: TypeAlias = tuple[int, int, tuple[bytes, int]]
"""What CLUSTER SLOTS answers for each range: its ends and its primary, then what we leave out."""


class ClusterTransport:
    """The nodes of a cluster by address; which serves what is asked when first needed."""

    def __init__(self, url: str) -> None:
        parts = urlsplit(url.replace(CLUSTER_SCHEME, "redis://", 1))
        self._login, _, host = parts.netloc.rpartition("@")
        self._seed_host = parts.hostname or "127.0.0.1"
        self._nodes: dict[str, SingleTransport] = {}
        self._asked: deque[str] = deque([host])
        self._ranges: list[tuple[int, int, str]] = []
        self._address_of: dict[str | int | bytes, str] = {}

    async def run(self, calls: Sequence[Call], timeout_s: float) -> list[Reply]:
        """Run every call at its node; where one node fails the others have done theirs."""
        async with away_after(timeout_s):
            if not self._ranges:
                await self._discover()
        shares: defaultdict[str, list[int]] = defaultdict(list)
        for place, call in enumerate(calls):
            shares[self._address(key_of(call))].append(place)
        answers = await self._run_at(
            {address: [calls[place] for place in places] for address, places in shares.items()},
            timeout_s,
        )
        replies: list[Reply] = [None] * len(calls)
        for address, places in shares.items():
            for place, reply in zip(places, answers[address], strict=True):
                replies[place] = reply
        return replies

    async def load_library(self, source: str, timeout_s: float) -> None:
        async with away_after(timeout_s):
            await self._discover()
        load = [load_call(source)]
        shares = {address: load for _, _, address in self._ranges}
        for replies in (await self._run_at(shares, timeout_s)).values():
            raise_refusals(replies)

    async def info(self, timeout_s: float) -> list[ServerInfo]:
        async with away_after(timeout_s):
            if not self._ranges:
                await self._discover()
            addresses = sorted({address for _, _, address in self._ranges})
            return [
                info for address in addresses for info in await self._node(address).info(timeout_s)
            ]

    async def aclose(self) -> None:
        for node in self._nodes.values():
            await node.aclose()

    async def _run_at(
        self, shares: Mapping[str, Sequence[Call]], timeout_s: float
    ) -> dict[str, list[Reply]]:
        """Run each node's calls there, all nodes at once; raises one failure when all are done."""
        async with asyncio.TaskGroup() as group:
            tasks = {
                address: group.create_task(self._share(address, calls, timeout_s))
                for address, calls in shares.items()
            }
        return {address: self._answered(task.result()) for address, task in tasks.items()}

    async def _share(
        self, address: str, calls: Sequence[Call], timeout_s: float
    ) -> list[Reply] | ProjectionAwayError:
        """Give the failure as a value: raised in a group it would cancel the other nodes' calls."""
        try:
            return await self._node(address).run(calls, timeout_s)
        except ProjectionAwayError as error:
            return error

    def _answered(self, answer: list[Reply] | ProjectionAwayError) -> list[Reply]:
        """Give the replies of one node; a failure makes us ask for the slots next time."""
        failed = (
            answer
            if isinstance(answer, ProjectionAwayError)
            else next((reply for reply in answer if isinstance(reply, _ELSEWHERE)), None)
        )
        if failed is None:
            return cast("list[Reply]", answer)
        self._ranges = []
        raise ProjectionAwayError(str(failed)) from failed

    async def _discover(self) -> None:
        """Ask one node after another, the one that was asked last first to be left out."""
        for _ in range(len(self._asked)):
            address = self._asked[0]
            self._asked.rotate(-1)
            try:
                (reply,) = await self._node(address).run([("CLUSTER", "SLOTS")], CONNECT_TIMEOUT_S)
            except ProjectionAwayError:
                continue
            if isinstance(reply, ResponseError):
                raise ProjectionAwayError(str(reply)) from reply
            self._learn(list(self._ranges_of(cast("Sequence[SlotRange]", reply))))
            return
        raise ProjectionAwayError("no node of the cluster answers")

    def _learn(self, ranges: list[tuple[int, int, str]]) -> None:
        self._ranges = ranges
        self._address_of = {}
        known = {address for _, _, address in ranges}
        self._asked.extend(sorted(known - set(self._asked)))

    def _ranges_of(self, slots: Sequence[SlotRange]) -> Iterator[tuple[int, int, str]]:
        """Read first slot, last slot, primary; the replicas behind it are not asked."""
        for first, last, primary, *_ in slots:
            # A node that does not know its own name is the one we came to.
            host = primary[0].decode() if primary[0] else self._seed_host
            yield first, last, f"[{host}]:{primary[1]}" if ":" in host else f"{host}:{primary[1]}"

    def _address(self, key: str | int | bytes) -> str:
        address = self._address_of.get(key)
        if address is None:
            slot = key_slot(key if isinstance(key, bytes) else str(key).encode())
            for first, last, owner in self._ranges:
                if first <= slot <= last:
                    address = self._address_of[key] = owner
                    break
            else:
                self._ranges = []
                raise ProjectionAwayError(f"no node serves slot {slot}")
        return address

    def _node(self, address: str) -> SingleTransport:
        if address not in self._nodes:
            login = f"{self._login}@" if self._login else ""
            self._nodes[address] = SingleTransport(f"redis://{login}{address}")
        return self._nodes[address]


def key_of(call: Call) -> str | int | bytes:
    """Find the first key of a call, by which the cluster knows its node."""
    if call[0] in {"FCALL", "FCALL_RO"}:
        return call[3]
    if call[0] == "XREAD":
        return call[call.index("STREAMS") + 1]
    return call[1]


def open_transport(url: str) -> Transport:
    """Nothing is connected yet: a Redis that is away shows at the first command."""
    return ClusterTransport(url) if url.startswith(CLUSTER_SCHEME) else SingleTransport(url)

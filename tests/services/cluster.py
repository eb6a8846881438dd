"""A Valkey Cluster of three primaries on loopback; each node may be killed and started again."""

import socket
import subprocess
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import redis

from parking.storage.embedded.binaries import find_live_server

NODES = 3
SLOTS = 16_384
PATIENCE_S = 30.0
OPTIONS = {
    "bind": "127.0.0.1",
    "cluster-enabled": "yes",
    "cluster-node-timeout": "2000",
    "cluster-require-full-coverage": "no",
    "save": "",
}


@dataclass(slots=True)
class Node:
    """One primary and its share of the slots."""

    folder: Path
    port: int
    process: subprocess.Popen[bytes]

    def ask(self, *words: object) -> Any:
        """Run one command on this node itself."""
        with redis.Redis(host="127.0.0.1", port=self.port, socket_timeout=5) as client:
            return client.execute_command(*words)

    def kill(self) -> None:
        self.process.kill()
        self.process.wait()

    def start(self) -> None:
        """Start it again: it knows its slots and its neighbours, and has no data."""
        self.process = _launch(self.folder, self.port)


@dataclass(frozen=True, slots=True)
class Cluster:
    nodes: list[Node]

    @property
    def url(self) -> str:
        return f"redis+cluster://127.0.0.1:{self.nodes[0].port}"

    def wait_until_whole(self) -> None:
        for node in self.nodes:
            wait_until(lambda node=node: _sees_all(node))

    def move_slot(self, slot: int, keys: Sequence[str]) -> None:
        """Hand a slot to another node; what was in it is dropped."""
        owner = next(node for node in self.nodes if _serves(node, slot))
        heir = next(node for node in self.nodes if node is not owner)
        owner.ask("DEL", *keys)
        heir_id = heir.ask("CLUSTER MYID")
        for node in (heir, owner, *self.nodes):
            node.ask("CLUSTER SETSLOT", slot, "NODE", heir_id)
        self.wait_until_whole()


@contextmanager
def valkey_cluster(folder: Path) -> Iterator[Cluster]:
    """Three nodes that share all slots; ended with the block."""
    with ExitStack() as stack:
        cluster = Cluster([])
        stack.callback(lambda: [node.kill() for node in cluster.nodes])
        for number in range(NODES):
            home = folder / f"node-{number}"
            home.mkdir(parents=True)
            port = free_port()
            cluster.nodes.append(Node(home, port, _launch(home, port)))
        _join(cluster)
        cluster.wait_until_whole()
        yield cluster


def free_port() -> int:
    """Find one whose cluster bus, 10,000 above, is a free port too."""
    while True:
        with socket.socket() as probe, socket.socket() as bus, suppress(OSError, OverflowError):
            probe.bind(("127.0.0.1", 0))
            port = probe.getsockname()[1]
            bus.bind(("127.0.0.1", port + 10_000))
            return port


def _launch(folder: Path, port: int) -> subprocess.Popen[bytes]:
    options = OPTIONS | {"port": str(port), "dir": str(folder)}
    command = [part for name, value in options.items() for part in (f"--{name}", value)]
    with (folder / "log").open("ab") as log:
        return subprocess.Popen([find_live_server(None).program, *command], stdout=log)


def _join(cluster: Cluster) -> None:
    first = cluster.nodes[0]
    for number, node in enumerate(cluster.nodes):
        wait_until(lambda node=node: bool(node.ask("PING")))
        begin, end = number * SLOTS // NODES, (number + 1) * SLOTS // NODES - 1
        node.ask("CLUSTER ADDSLOTSRANGE", begin, end)
        node.ask("CLUSTER SET-CONFIG-EPOCH", number + 1)
    for node in cluster.nodes[1:]:
        node.ask("CLUSTER MEET", "127.0.0.1", first.port)


def _serves(node: Node, slot: int) -> bool:
    own, ranges = node.ask("CLUSTER MYID"), node.ask("CLUSTER SLOTS")
    return any(first <= slot <= last and own == primary[2] for first, last, primary, *_ in ranges)


def _sees_all(node: Node) -> bool:
    known = node.ask("CLUSTER INFO")
    return known["cluster_state"] == "ok" and known["cluster_slots_ok"] == str(SLOTS)


def wait_until(holds: Callable[[], bool]) -> None:
    """Ask a server that may not be there yet until it says yes."""
    deadline_s = time.monotonic() + PATIENCE_S
    while time.monotonic() < deadline_s:
        with suppress(redis.ConnectionError):
            if holds():
                return
        time.sleep(0.05)
    raise TimeoutError("the server does not get ready")

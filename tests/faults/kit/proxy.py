"""A proxy between a program and its store that fails as networks do; told how from any thread.

It knows connections and bytes over TCP and unix sockets, and no protocol.
"""

import asyncio
import socket
import tempfile
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

from tests.faults.kit.proxy_link import Address, Link

PATIENCE_S = 10
BACKLOG = 1_024
POSTGRES_SOCKET = ".s.PGSQL.5432"


class FaultProxy:
    """Passes bytes on until it is told otherwise; `heal` ends what lasts."""

    def __init__(self, target: Address) -> None:
        self.target = target
        self.delay_s = 0.0
        """Added to everything the server says."""
        self.dropped = 0
        """How many replies `drop_reply_to` has dropped."""
        self.connected = 0
        """How many connections were ever made."""
        self.cut_at: int | None = None
        self.marker: bytes | None = None
        self.then: bytes | None = None
        self.loop = asyncio.new_event_loop()
        self.may_pass = asyncio.Event()
        self.may_pass.set()
        self._links: set[Link] = set()

    def heal(self) -> None:
        """Behave as if nothing had been; what was cut or forgotten stays so."""
        self.delay_s, self.cut_at, self.marker, self.then = 0.0, None, None, None
        self._do(self.may_pass.set)

    def pause(self) -> None:
        """Hold every byte in both directions, connections open."""
        self._do(self.may_pass.clear)

    def reset(self) -> None:
        """Reset every open connection, as the kernel of a server that died does."""
        self._do(lambda: [link.reset() for link in self._links])

    def half_open(self) -> None:
        """Let every open connection end without a word, as a host without power; new ones work."""
        self._do(lambda: [link.forget() for link in self._links])

    def cut_after(self, reply_bytes: int) -> None:
        """Reset each connection after so many more bytes of what the server says."""
        self._do(lambda: [link.count_anew() for link in self._links])
        self.cut_at = reply_bytes

    def drop_reply_to(self, marker: bytes, then: bytes | None = None) -> None:
        """Pass the next request with `marker` in it on; reset when its reply comes.

        With `then`: the reply to what says that, later on the connection that said `marker`.
        """
        self.marker, self.then = marker, then

    def serve(self, listener: socket.socket) -> None:
        """Serve in this thread until the loop is stopped."""
        kind = asyncio.start_server
        if listener.family == socket.AF_UNIX:
            kind = asyncio.start_unix_server
        asyncio.set_event_loop(self.loop)
        server = self.loop.run_until_complete(kind(self._accept, sock=listener, backlog=BACKLOG))
        self.loop.run_forever()
        server.close()
        self.loop.run_until_complete(_end_all_tasks())
        self.loop.close()

    async def _accept(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.connected += 1
        link = Link(self, writer)
        self._links.add(link)
        try:
            await link.run(reader)
        finally:
            self._links.discard(link)

    def _do(self, change: Callable[[], object]) -> None:
        """Change something in the loop's own thread and wait until it is so."""

        async def make() -> None:
            change()

        asyncio.run_coroutine_threadsafe(make(), self.loop).result(PATIENCE_S)


@contextmanager
def proxied(url: str) -> Iterator[tuple[FaultProxy, str]]:
    """Run a proxy before the store at `url`; yields it and the address that leads through it."""
    with tempfile.TemporaryDirectory(prefix="proxy-") as folder:
        target, listener, through = _way(url, Path(folder))
        proxy = FaultProxy(target)
        thread = threading.Thread(target=proxy.serve, args=(listener,))
        thread.start()
        try:
            yield proxy, through
        finally:
            proxy.loop.call_soon_threadsafe(proxy.loop.stop)
            thread.join(PATIENCE_S)


def _way(url: str, folder: Path) -> tuple[Address, socket.socket, str]:
    """Return where `url` leads, a listener to put before it, and the address of that."""
    parts = urlsplit(url)
    if parts.scheme == "unix":
        path = folder / "store.sock"
        return Path(parts.path), _unix_listener(path), f"unix://{path}"
    directory = parse_qs(parts.query).get("host")
    if directory:
        listener = _unix_listener(folder / POSTGRES_SOCKET)
        through = parts._replace(query=f"host={folder}").geturl()
        return Path(directory[0]) / POSTGRES_SOCKET, listener, through
    listener = socket.create_server(("127.0.0.1", 0), backlog=BACKLOG)
    login, at, _ = parts.netloc.rpartition("@")
    place = f"{login}{at}127.0.0.1:{listener.getsockname()[1]}"
    assert parts.hostname is not None
    port = parts.port or {"postgresql": 5432}.get(parts.scheme, 6379)
    return (parts.hostname, port), listener, parts._replace(netloc=place).geturl()


def _unix_listener(path: Path) -> socket.socket:
    listener = socket.socket(socket.AF_UNIX)
    listener.bind(str(path))
    listener.listen(BACKLOG)
    return listener


async def _end_all_tasks() -> None:
    tasks = asyncio.all_tasks() - {asyncio.current_task()}
    for task in tasks:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)
    await asyncio.sleep(0)  # what they closed is closed a turn later

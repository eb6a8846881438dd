"""A server that answers as a hostile or broken one would: bytes by path, and what it was asked."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field

Write = Callable[[bytes], Awaitable[None]]
Behaviour = Callable[[Write], Awaitable[None]]


@dataclass
class Server:
    """`pages`: by path, bytes to send or what to do with the connection."""

    port: int = 0
    pages: dict[str, bytes | Behaviour] = field(default_factory=dict)
    requests: list[dict[str, str]] = field(default_factory=list)
    connections: int = 0

    def url(self, path: str, host: str = "127.0.0.1") -> str:
        return f"http://{host}:{self.port}{path}"

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.connections += 1

        async def write(piece: bytes) -> None:
            writer.write(piece)
            await writer.drain()

        with suppress(OSError, asyncio.IncompleteReadError, asyncio.CancelledError):
            head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1").split("\r\n")
            path = head[0].split(" ")[1]
            self.requests.append({
                "path": path,
                **{k.lower(): v.strip() for k, _, v in (line.partition(":") for line in head[1:])},
            })  # fmt: skip
            page = self.pages.get(path.partition("?")[0], answer(404))
            await (write(page) if isinstance(page, bytes) else page(write))
        writer.close()


def answer(status: int, body: bytes = b"", **headers: str) -> bytes:
    """A whole answer; `content_length` may lie."""
    fields = {"content-length": str(len(body))} | {
        name.replace("_", "-"): value for name, value in headers.items()
    }
    head = "".join(f"{name}: {value}\r\n" for name, value in fields.items())
    return f"HTTP/1.1 {status} X\r\n{head}\r\n".encode() + body


@asynccontextmanager
async def serving(**pages: bytes | Behaviour) -> AsyncIterator[Server]:
    """Serve pages, `a_b` at `/a_b`, on a free port of this machine."""
    server = Server(pages={f"/{name}": page for name, page in pages.items()})
    listening = await asyncio.start_server(server.serve, "127.0.0.1", 0)
    server.port = listening.sockets[0].getsockname()[1]
    try:
        yield server
    finally:
        listening.close()

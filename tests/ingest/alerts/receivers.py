"""What an operator runs to be told: a server for a webhook, and one that takes mail."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from email.message import EmailMessage


@dataclass
class Receiver:
    """`statuses` are answered in turn, the last one for ever."""

    port: int = 0
    statuses: list[int] = field(default_factory=lambda: [200])
    got: list[tuple[dict[str, str], bytes]] = field(default_factory=list)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}/hook"

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with suppress(OSError, asyncio.IncompleteReadError):
            head = (await reader.readuntil(b"\r\n\r\n")).decode().split("\r\n")[1:]
            headers = {k.lower(): v.strip() for k, _, v in (line.partition(":") for line in head)}
            body = await reader.readexactly(int(headers["content-length"]))
            self.got.append((headers, body))
            status = self.statuses.pop(0) if len(self.statuses) > 1 else self.statuses[0]
            more = "location: http://127.0.0.1:1/\r\n" if status == 302 else ""
            writer.write(f"HTTP/1.1 {status} X\r\n{more}content-length: 0\r\n\r\n".encode())
            await writer.drain()
        writer.close()


@dataclass
class MailServer:
    """Speaks as much of SMTP as is spoken to it; `refuses`: takes no mail."""

    port: int = 0
    refuses: bool = False
    mails: list[EmailMessage] = field(default_factory=list)

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        async def say(line: str) -> None:
            writer.write(f"{line}\r\n".encode())
            await writer.drain()

        with suppress(OSError, asyncio.IncompleteReadError):
            await say("220 here")
            while line := await reader.readline():
                word = line[:4].upper()
                if word == b"DATA":
                    await say("354 go on")
                    mail = await reader.readuntil(b"\r\n.\r\n")
                    self.mails.append(message_from_bytes(mail, policy=policy.default))
                    await say("250 taken")
                elif word == b"RCPT" and self.refuses:
                    await say("550 nobody of that name")
                elif word == b"QUIT":
                    await say("221 bye")
                    break
                else:
                    await say("250 well")
        writer.close()


@asynccontextmanager
async def receiving(receiver: Receiver | MailServer) -> AsyncIterator[None]:
    """Serve on a free port of this machine."""
    listening = await asyncio.start_server(receiver.serve, "127.0.0.1", 0)
    receiver.port = listening.sockets[0].getsockname()[1]
    try:
        yield
    finally:
        listening.close()

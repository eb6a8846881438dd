"""Names to addresses. A port: tests put a resolver that lies in its place."""

import asyncio
import socket
from collections.abc import Awaitable, Callable
from ipaddress import ip_address
from typing import TypeAlias

Resolve: TypeAlias = Callable[[str, int], Awaitable[list[str]]]
"""Host and port to addresses as text; raises OSError where there are none."""


async def resolve(host: str, port: int) -> list[str]:
    """Ask the system's resolver; an address is its own answer, and nobody is asked."""
    try:
        return [str(ip_address(host))]
    except ValueError:
        loop = asyncio.get_running_loop()
        found = await loop.getaddrinfo(host, port, type=socket.SOCK_STREAM)
        return list(dict.fromkeys(str(address[0]) for *_, address in found))

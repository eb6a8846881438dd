"""Accounts: which connections belong to which key, found and found again so that revoking works.

It awaits the key store; the connections themselves never wait for it.
"""

import asyncio
import logging
from collections.abc import Mapping
from typing import Final, Protocol

from parking.ports import KeyStore
from parking.principal import Principal
from parking.storage.postgres.errors import STORE_AWAY

LOOKUPS_WAITING: Final = 1_000
RECHECK_S: Final = 2.0

log = logging.getLogger("onelot.live")


class Member(Protocol):
    """A connection that has shown a key."""

    @property
    def is_open(self) -> bool: ...

    def greet(self, principal: Principal) -> None: ...

    def say(self, message: bytes) -> None: ...

    def refuse_key(self) -> None: ...

    def expel(self) -> None:
        """Take the key away again: it was revoked or has expired."""
        ...

    def ask_again(self) -> None:
        """Say that keys cannot be looked up now."""
        ...


class Accounts:
    """Keys in memory only, and only as long as their connections."""

    def __init__(self, keys: KeyStore) -> None:
        self._keys = keys
        self._asked: asyncio.Queue[tuple[Member, str]] = asyncio.Queue(LOOKUPS_WAITING)
        self._key_of: dict[Member, str] = {}
        self._principal_of: dict[Member, Principal] = {}

    def ask(self, member: Member, key: str) -> None:
        """Have a key looked up; the answer is a call on the member."""
        try:
            self._asked.put_nowait((member, key))
        except asyncio.QueueFull:
            member.ask_again()

    def forget(self, member: Member) -> None:
        self._key_of.pop(member, None)
        self._principal_of.pop(member, None)

    def signed_in(self) -> Mapping[Member, Principal]:
        """Whose connection each is, for what is told to one of them alone."""
        return self._principal_of

    async def run(self) -> None:
        """Look up what is asked, and everything again every few seconds, until cancelled."""
        loop = asyncio.get_running_loop()
        due_s = loop.time() + RECHECK_S
        while True:
            # Looked at first: whoever keeps asking must not keep a revoked key in.
            if loop.time() >= due_s:
                await self._recheck()
                due_s = loop.time() + RECHECK_S
            try:
                async with asyncio.timeout_at(due_s):
                    member, key = await self._asked.get()
            except TimeoutError:
                continue
            await self._look_up(member, key)

    async def _look_up(self, member: Member, key: str) -> None:
        try:
            principal = await self._keys.find(key)
        except STORE_AWAY:
            member.ask_again()
            return
        if not member.is_open:
            return
        if principal is None:
            member.refuse_key()
            return
        self._key_of[member] = key
        self._principal_of[member] = principal
        member.greet(principal)

    async def _recheck(self) -> None:
        believed: dict[str, Principal | None] = {}
        for member, key in list(self._key_of.items()):
            if key not in believed:
                try:
                    believed[key] = await self._keys.find(key)
                except STORE_AWAY as error:
                    log.warning("keys of live connections not checked: %s", type(error).__name__)
                    return
            if believed[key] is None and self._key_of.get(member) == key:
                self.forget(member)
                member.expel()

"""Tells notices to whoever is signed in on /v1/live, as soon as they are committed.

What is told while the database or the connection is away is not told again here: the list of
notices has it.
"""

import asyncio
import logging
from collections import defaultdict
from collections.abc import Iterable
from typing import Final

from api.live import messages
from api.live.accounts import Accounts, Member
from api.sharing.notices import notice_said
from parking.storage.postgres.errors import STORE_AWAY
from parking.storage.postgres.listening import listen
from parking.storage.postgres.pool import Pool
from parking.storage.postgres.sharing.notices import CHANNEL, Addressed, read_to_push

AT_ONCE: Final = 200
WAITING_MAX: Final = 10_000

log = logging.getLogger("onelot.live")


class NoticeFeed:
    """One per process that serves /v1/live."""

    def __init__(self, pool: Pool, accounts: Accounts) -> None:
        self._pool = pool
        self._accounts = accounts
        self._told: asyncio.Queue[int] = asyncio.Queue(WAITING_MAX)

    async def run(self) -> None:
        """Hear and tell, until cancelled."""
        async with asyncio.TaskGroup() as group:
            group.create_task(listen(self._pool, CHANNEL, self._hear))
            group.create_task(self._tell())

    def _hear(self, notice_key: str) -> None:
        if self._accounts.signed_in() and not self._told.full():
            self._told.put_nowait(int(notice_key))

    async def _tell(self) -> None:
        while True:
            keys = [await self._told.get()]
            while len(keys) < AT_ONCE and not self._told.empty():
                keys.append(self._told.get_nowait())
            try:
                self._push(await read_to_push(self._pool, keys))
            except STORE_AWAY as error:
                log.warning("%d notices not told: %s", len(keys), type(error).__name__)

    def _push(self, addressed: Iterable[Addressed]) -> None:
        members_of: dict[str | int | None, list[Member]] = defaultdict(list)
        for member, principal in self._accounts.signed_in().items():
            members_of[principal.key_id].append(member)
            if principal.role == "operator":
                members_of[principal.operator_key].append(member)
        for one in addressed:
            said = messages.notice(**notice_said(one.notice))
            for member in members_of[one.key_id or one.operator_key]:
                if member.is_open:
                    member.say(said)

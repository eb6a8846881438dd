"""Sends what there is to tell: each message by each way at least once, until it is taken.

How often it was tried is in the database, so that a process which ends forgets no message.
"""

import asyncio
import logging
import time
from typing import Final

import msgspec

from ingest.alerts.mail import SmtpServer, send_mail
from ingest.alerts.signing import SIGNATURE_HEADER, signature
from ingest.polling.poster import Poster
from parking.feeds.messages import mail_of
from parking.storage.postgres.errors import DATABASE_FAILED
from parking.storage.postgres.feed_messages import DueDelivery, FeedMessages

LOOK_S: Final = 2.0
AT_ONCE: Final = 8
LEASE_S: Final = 120.0
"""Longer than any try may take."""
FIRST_WAIT_S: Final = 10.0
LONGEST_WAIT_S: Final = 3_600.0
MOST_ATTEMPTS: Final = 34
"""Spread over more than a day: a server that is mended overnight misses nothing."""
TAKEN: Final = "taken"
NOBODY: Final = "there is nobody to tell by this way any more"

_log = logging.getLogger("onelot.alerts")


class Sender:
    """One per city, with the leader. `smtp` None: the city sends no mail."""

    def __init__(self, messages: FeedMessages, poster: Poster, smtp: SmtpServer | None) -> None:
        self._messages = messages
        self._poster = poster
        self._smtp = smtp

    async def run(self) -> None:
        """Send for ever; a database that is away is waited for."""
        while True:
            try:
                sent = await self.send_due()
            except DATABASE_FAILED as error:
                _log.warning("nobody is told anything for now: %s", error)
                sent = 0
            if not sent:
                await asyncio.sleep(LOOK_S)

    async def send_due(self) -> int:
        """Try what is due now; returns how much that was."""
        due = await self._messages.claim(AT_ONCE, LEASE_S)
        async with asyncio.TaskGroup() as group:
            for one in due:
                group.create_task(self._try(one))
        return len(due)

    async def _try(self, due: DueDelivery) -> None:
        failed = await (self._post(due) if due.way == "webhook" else self._mail(due))
        if failed is None:
            await self._messages.settle(due, "delivered", TAKEN)
        elif due.attempts >= MOST_ATTEMPTS or failed == NOBODY:
            _log.warning("message %s is given up: %s", due.message_id, failed)
            await self._messages.settle(due, "given_up", failed)
        else:
            await self._messages.settle(due, "due", failed, wait_s(due.attempts))

    async def _post(self, due: DueDelivery) -> str | None:
        if due.url is None or due.secret is None:
            return NOBODY
        body = msgspec.json.encode({"id": str(due.message_id), **due.body})
        # The receiver holds it against real time, whatever the city's clock says.
        at_s = round(time.clock_gettime(time.CLOCK_REALTIME))
        headers = {
            SIGNATURE_HEADER: signature(due.secret, body, at_s),
            "onelot-event": due.event,
            "onelot-message": str(due.message_id),
        }
        failed = await self._poster.post(due.url, body, headers)
        return None if failed is None else str(failed.finding.to_dict()["message"])

    async def _mail(self, due: DueDelivery) -> str | None:
        if self._smtp is None or not due.mail_to:
            return NOBODY
        subject, text = mail_of(due.body, due.lang)
        return await send_mail(self._smtp, due.mail_to, subject, text, str(due.message_id))


def wait_s(attempts: int) -> float:
    """Return how long to wait after so many tries: twice as long each time, up to an hour."""
    return float(min(LONGEST_WAIT_S, FIRST_WAIT_S * 2.0 ** min(attempts - 1, 16)))

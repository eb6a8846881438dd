"""The worker's chore that keeps windows 90 days ahead, by the calendar as it is now."""

import logging
from typing import Final

from parking.storage.postgres.errors import DATABASE_FAILED
from parking.storage.postgres.pool import Pool
from parking.storage.postgres.sharing.re_expanding import due_agreements, expand_anew

EXPAND_S: Final = 5.0
"""Seconds between looks: so late at most is a city's own day in its agreements' windows."""

_log = logging.getLogger("onelot.work")


async def expand_due(pool: Pool) -> None:
    """Expand every agreement that is due, each in a transaction of its own; end those that are
    over. One that cannot be expanded is told in the log and holds up no other.
    """
    after = ""
    try:
        while due := await due_agreements(pool, after):
            for agreement_id in due:
                await _expand(pool, agreement_id)
            after = due[-1]
    except DATABASE_FAILED as error:
        _log.warning("agreements are expanded later: %s", error)


async def _expand(pool: Pool, agreement_id: str) -> None:
    try:
        await expand_anew(pool, agreement_id)
    except ValueError:
        _log.exception("agreement %s cannot be expanded", agreement_id)

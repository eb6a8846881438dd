"""The worker's chore that keeps windows 90 days ahead, by the calendar as it is now."""

import logging
from typing import Final

from parking.storage.postgres.errors import DATABASE_FAILED
from parking.storage.postgres.pool import Pool
from parking.storage.postgres.sharing.re_expanding import due_agreements, expand_anew

EXPAND_S: Final = 5.0
"""Seconds between looks: so late at most is a city's own day in its agreements' windows."""
FAILURES_AT_MOST: Final = 3
"""One after the other: then it is not the agreements."""

_log = logging.getLogger("onelot.work")


async def expand_due(pool: Pool) -> None:
    """Expand every agreement that is due, each in a transaction of its own; end those that are
    over. One that cannot be expanded is told in the log and holds up no other.
    """
    after, failures = "", 0
    try:
        while due := await due_agreements(pool, after):
            for agreement_id in due:
                failures = 0 if await _expand(pool, agreement_id) else failures + 1
                if failures == FAILURES_AT_MOST:
                    return
            after = due[-1]
    except DATABASE_FAILED as error:
        _log.warning("agreements are expanded later: %s", error)


async def _expand(pool: Pool, agreement_id: str) -> bool:
    """Expand one; False where the database did not let us, and it is tried again later."""
    try:
        await expand_anew(pool, agreement_id)
    except ValueError:
        _log.exception("agreement %s cannot be expanded", agreement_id)
    except DATABASE_FAILED as error:
        _log.warning("agreement %s is expanded later: %s", agreement_id, error)
        return False
    return True

"""A trial of a feed: fetched and read once, nothing registered, reported or remembered."""

from typing import Final

from ingest.polling.allow_list import AllowList
from parking.polled_feed import FeedDeclaration
from parking.problems import Problem, ProblemError

AT_ONCE: Final = 2


class Trial:
    """One per process; a few at a time, for each of them may take half a minute of waiting."""

    def __init__(self, allow: AllowList, *, parkapi_python: str = "") -> None:
        self._allow = allow
        self._parkapi_python = parkapi_python
        self._under_way = 0

    async def of(self, declaration: FeedDeclaration, secret: str) -> dict[str, object]:
        """Return what came of it as JSON members; raises a problem where too many are tried."""
        # Every format there is comes with it, and no other call of this process needs any.
        from ingest.polling.trying import tried  # noqa: PLC0415

        if self._under_way >= AT_ONCE:
            raise ProblemError(Problem("unavailable", "other feeds are being tried; try again"))
        self._under_way += 1
        try:
            return await tried(
                self._allow, declaration, secret, parkapi_python=self._parkapi_python
            )
        finally:
            self._under_way -= 1

"""Declares a feed for a caller: whose it is, whether it may be, and that it is stored or tried."""

import re
from typing import Final

from ingest.polling.schemas import FeedBody
from ingest.polling.trial import Trial
from parking.directory import Directory
from parking.draft_text import OPERATOR_ID_FORM
from parking.polled_feed import FeedDeclaration, PolledFeed
from parking.principal import Principal
from parking.problems import Problem, ProblemError
from parking.storage.postgres.polled_feeds import (
    ForeignFeedError,
    PolledFeeds,
    SecretMissingError,
)

MOST_FEEDS: Final = 200
"""Of one operator: each costs the city a fetch a minute."""
_FEED_ID: Final = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.-]{0,95}", re.ASCII)


class Declaring:
    """One per process. `zone` is the city's, for feeds that do not say theirs."""

    def __init__(self, feeds: PolledFeeds, directory: Directory, trial: Trial, zone: str) -> None:
        self._feeds = feeds
        self._directory = directory
        self._trial = trial
        self._zone = zone

    async def tried(self, caller: Principal, feed_id: str, body: FeedBody) -> dict[str, object]:
        """Try a declaration; nothing is stored. A secret must be given, for none is looked up."""
        _operator_of(feed_id, body, caller, self._directory)
        declaration, secret = _declaration_of(feed_id, body, self._zone), _secret_of(body)
        if body.auth.kind != "none" and not secret:
            told = "a trial needs the secret; a stored one is used for the stored feed alone"
            raise ProblemError(Problem("missing-field", told, "/auth/secret"))
        return {"dry_run": True, **await self._trial.of(declaration, secret or "")}

    async def put(self, caller: Principal, feed_id: str, body: FeedBody) -> tuple[PolledFeed, bool]:
        """Store a declaration; returns the feed and whether it is new, or raises a problem."""
        operator_id = _operator_of(feed_id, body, caller, self._directory)
        declaration = _declaration_of(feed_id, body, self._zone)
        await self._refuse_one_too_many(caller, feed_id)
        try:
            return await self._feeds.put(caller, operator_id, declaration, _secret_of(body))
        except ForeignFeedError as error:
            raise ProblemError(no_feed(caller)) from error
        except SecretMissingError as error:
            told = "give the secret; one that was given for another server or way is not kept"
            raise ProblemError(Problem("missing-field", told, "/auth/secret")) from error

    async def _refuse_one_too_many(self, caller: Principal, feed_id: str) -> None:
        if caller.role == "admin":
            return
        own = [feed.declaration.feed_id for feed in await self._feeds.list_feeds(caller)]
        if feed_id not in own and len(own) >= MOST_FEEDS:
            told = f"You have {len(own)} polled feeds, and {MOST_FEEDS} are allowed."
            raise ProblemError(Problem("limit-exceeded", told, status=422))


def _operator_of(feed_id: str, body: FeedBody, caller: Principal, directory: Directory) -> str:
    """Return whose feed it is; a foreign id and one that cannot be are answered the same."""
    if not _FEED_ID.fullmatch(feed_id):
        raise ProblemError(no_feed(caller))
    if caller.role == "admin":
        if body.operator is None or not re.fullmatch(OPERATOR_ID_FORM, body.operator):
            told = "an admin says whose feed it is, by the operator's id"
            raise ProblemError(Problem("missing-field", told, "/operator"))
        return body.operator
    own = str(caller.operator_id)
    if body.operator not in {None, own}:
        raise ProblemError(Problem("bad-field", "this key is not that operator's", "/operator"))
    is_longer = any(
        len(operator.operator_id) > len(own) and feed_id.startswith(f"{operator.operator_id}-")
        for operator in directory.operators()
    )
    if not feed_id.startswith(f"{own}-") or is_longer:
        raise ProblemError(no_feed(caller))
    return own


def _declaration_of(feed_id: str, body: FeedBody, zone: str) -> FeedDeclaration:
    return FeedDeclaration(
        feed_id=feed_id,
        url=body.url,
        format=body.format,
        mapping=body.mapping,
        coordsys=body.coordsys,
        zone=body.timezone or zone,
        interval_s=body.interval_s,
        auth_kind=body.auth.kind,
        auth_name=body.auth.name,
        is_draft=body.is_draft,
        is_paused=body.is_paused,
    )


def no_feed(caller: Principal) -> Problem:
    told = "There is no such feed."
    if caller.operator_id is not None:
        told = f"You have no such feed; the id of a new one begins with '{caller.operator_id}-'."
    return Problem("not-found", told)


def _secret_of(body: FeedBody) -> str | None:
    return None if body.auth.secret is None else body.auth.secret.get_secret_value()

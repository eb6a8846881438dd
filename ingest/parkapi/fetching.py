"""Fetches a source of parkapi-sources: its converter says what, our own fetcher does it.

What comes is a body like any other's: ParkAPI v3, made of the lots and their newest states. Every
request goes to a vetted address over https, to a host that the converter names before it has seen
any payload, and never where an answer points to.
"""

import asyncio
import json
from collections.abc import Collection, Mapping
from typing import Any, Final

from ingest.parkapi.address import is_source, uid_of
from ingest.parkapi.process import Conversation, converting
from ingest.polling.asking import Ask, Fetches
from ingest.polling.outcomes import Failed, Fetched, NotModified, Outcome
from ingest.polling.targets import BadTargetError, target_of

TOTAL_S: Final = 60.0
WAIT_S: Final = 30.0
"""For a turn; with the time that a converter may take it is less than a poll may last."""
MOST_ASKED: Final = 40
KEPT_S: Final = 3_600.0
"""For so long what is fixed of a source is not asked for again; it changes a few times a year."""
MOST_KEPT: Final = 64
AT_ONCE: Final = 2
"""Converters that run at a time: each may take half a GiB, and a processor."""
_FIXED_HOST: Final = "raw.githubusercontent.com"
_SECOND_LEVEL: Final = frozenset({"ac", "co", "com", "edu", "gov", "gv", "net", "org", "or"})
"""Below a country these are nobody's own: `co.uk`, `gv.at`."""
_GONE: Final = Failed("feed-unreadable", {"value": "the converter ended"})


class SourceFetcher:
    """One per process: passes on what is an address, and runs a converter for what is a source.

    `python`: of an environment that has parkapi-sources; empty: our own.
    """

    def __init__(self, fetcher: Fetches, *, python: str = "", total_s: float = TOTAL_S) -> None:
        self._fetcher = fetcher
        self._python = python
        self._total_s = total_s
        self._kept: dict[str, tuple[float, Fetched]] = {}
        self._turns = asyncio.Semaphore(AT_ONCE)

    async def fetch(self, ask: Ask) -> Outcome:
        """Fetch; whatever happens is an outcome, and nothing is raised."""
        if not is_source(ask.url):
            return await self._fetcher.fetch(ask)
        name, secret = ask.credential or ("", "")
        try:
            order = {"source": uid_of(ask.url), "name": name, "secret": secret}
        except ValueError as error:
            return Failed("address-form", {"value": error})
        try:
            async with asyncio.timeout(WAIT_S):
                await self._turns.acquire()
        except TimeoutError:
            return Failed("feed-timeout", {"value": round(WAIT_S)})
        try:
            return await self._in_turn(order)
        finally:
            self._turns.release()

    async def _in_turn(self, order: Mapping[str, object]) -> Outcome:
        try:
            async with asyncio.timeout(self._total_s), converting(self._python, order) as talk:
                return await self._converted(talk)
        except TimeoutError:
            return Failed("feed-timeout", {"value": round(self._total_s)})
        except (OSError, EOFError, ValueError, TypeError, KeyError):
            return _GONE

    async def _converted(self, talk: Conversation) -> Outcome:
        """Do what the converter asks for until it has made its items, or cannot."""
        heard = await talk.hear()
        hosts = tuple(str(host) for host in heard.get("hosts", ()))
        if hosts:
            heard = await talk.hear()
        for _ in range(MOST_ASKED):
            if "url" not in heard:
                return _outcome_of(heard)
            outcome = await self._asked(heard, hosts)
            if isinstance(outcome, Failed):
                return outcome
            await talk.say(b"{}", outcome.content)
            heard = await talk.hear()
        return _outcome_of(heard) if "url" not in heard else Failed("parkapi-many", {})

    async def _asked(self, heard: Mapping[str, Any], hosts: Collection[str]) -> Fetched | Failed:
        url, now_s = str(heard["url"]), asyncio.get_running_loop().time()
        try:
            target = target_of(url)
        except BadTargetError as error:
            return Failed("address-form", {"value": error})
        if target.scheme != "https" or not _is_near(target.host, hosts):
            return Failed("parkapi-host", {"value": f"{target.scheme}://{target.host}"})
        until_s, kept = self._kept.get(url, (0.0, None))
        if kept is not None and now_s < until_s:
            return kept
        headers = tuple((str(k).lower(), str(v)) for k, v in dict(heard["headers"]).items())
        outcome = await self._fetcher.fetch(Ask(url, headers=headers))
        if isinstance(outcome, NotModified):  # of what was not asked for conditionally
            return Failed("feed-status", {"value": 304})
        if isinstance(outcome, Failed):
            return outcome
        if target.host == _FIXED_HOST:
            self._keep(url, now_s + KEPT_S, outcome)
        return outcome

    def _keep(self, url: str, until_s: float, fetched: Fetched) -> None:
        if len(self._kept) >= MOST_KEPT:
            self._kept.pop(next(iter(self._kept)))
        self._kept[url] = (until_s, fetched)


def _outcome_of(heard: Mapping[str, Any]) -> Outcome:
    items = heard.get("items")
    if isinstance(items, list):
        return Fetched(json.dumps({"items": items}, ensure_ascii=False).encode())
    code, value = str(heard.get("failed", "")), str(heard.get("value", ""))
    if code in {"missing", "unknown", "not-offered", "secret"}:
        return Failed(f"parkapi-{code}", {"value": value})
    return Failed("feed-unreadable", {"value": value})


def _is_near(host: str, hosts: Collection[str]) -> bool:
    """Tell whether a host is one of these, or of the same organisation's name.

    Where everybody has pages, as where what is fixed is published, only that very host will do.
    """
    shared = _organisation(_FIXED_HOST)
    near = {_organisation(known) for known in hosts} - {shared}
    return host in hosts or _organisation(host) in near


def _organisation(host: str) -> str:
    labels = host.lower().split(".")
    return ".".join(labels[-3:] if labels[-2:-1] and labels[-2] in _SECOND_LEVEL else labels[-2:])

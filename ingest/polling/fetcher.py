"""Fetches one feed: resolves once, vets every address, connects to that very address, reads little.

There is no client beneath that could follow a redirect, use a proxy of the environment, or keep a
cookie: one request is put on one new connection, and everything about it is bounded.
"""

import asyncio
import ssl
from collections.abc import AsyncIterable
from contextlib import suppress
from typing import Final, cast

import httpx

from ingest.polling.allow_list import AllowList
from ingest.polling.answers import answer_without_body, validators_of
from ingest.polling.asking import USUAL, Ask, Bounds, request_of
from ingest.polling.content_coding import BodyReader, BodyRefusedError
from ingest.polling.outcomes import Failed, Fetched, Outcome
from ingest.polling.resolving import Resolve, resolve
from ingest.polling.targets import BadTargetError, Target, target_of
from ingest.polling.transport import one_request_transport
from ingest.polling.vetting import vetted

ATTEMPTS: Final = 2
"""Addresses of a name that are tried in turn, where the first does not answer."""
_OK: Final = 200


class Fetcher:
    """One per process. `certificates` None: those of the system and of certifi."""

    def __init__(
        self,
        allow: AllowList,
        *,
        resolver: Resolve = resolve,
        bounds: Bounds = USUAL,
        certificates: ssl.SSLContext | None = None,
    ) -> None:
        self._allow = allow
        self._resolve = resolver
        self._bounds = bounds
        self._transport = one_request_transport(certificates)

    async def aclose(self) -> None:
        await self._transport.aclose()

    async def fetch(self, ask: Ask) -> Outcome:
        """Fetch; whatever happens is an outcome, and nothing is raised."""
        try:
            target = target_of(ask.url)
        except BadTargetError as error:
            return Failed("address-form", {"value": error})
        try:
            async with asyncio.timeout(self._bounds.total_s):
                addresses = await vetted(
                    target, self._allow, self._resolve, is_secret=ask.is_secret
                )
                if isinstance(addresses, Failed):
                    return addresses
                return await self._ask_one_of(addresses, target, ask)
        except (TimeoutError, httpx.TimeoutException):
            return Failed("feed-timeout", {"value": round(self._bounds.total_s)})

    async def _ask_one_of(self, addresses: list[str], target: Target, ask: Ask) -> Outcome:
        told = ""
        for address in addresses[:ATTEMPTS]:
            try:
                return await self._ask(address, target, ask)
            except (httpx.ConnectError, httpx.ConnectTimeout) as error:
                told = str(error) or type(error).__name__
            except (httpx.HTTPError, httpx.InvalidURL, ssl.SSLError, OSError) as error:
                if isinstance(error, (httpx.TimeoutException, TimeoutError)):
                    raise
                told = str(error) or type(error).__name__
                break
        return Failed("feed-unreachable", {"value": told[:200]})

    async def _ask(self, address: str, target: Target, ask: Ask) -> Outcome:
        response = await self._transport.handle_async_request(
            request_of(address, target, ask, self._bounds)
        )
        try:
            if response.status_code != _OK:
                return answer_without_body(response, has_asked=ask.validators.are_given)
            return await self._read(response)
        finally:
            with suppress(httpx.HTTPError, OSError):
                await response.aclose()

    async def _read(self, response: httpx.Response) -> Outcome:
        limit = self._bounds.wire_bytes
        length = response.headers.get("content-length", "0")
        if not length.isdigit() or int(length) > limit:
            return Failed("feed-too-large", {"value": limit // 2**20})
        try:
            coding = response.headers.get("content-encoding", "")
            reader = BodyReader(coding, max_wire_bytes=limit)
            async for piece in cast("AsyncIterable[bytes]", response.stream):
                reader.feed(piece)
            return Fetched(reader.close(), validators_of(response))
        except BodyRefusedError as refused:
            return Failed(refused.code, {"value": refused.value})

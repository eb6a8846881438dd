"""Posts to a server that somebody named, as safely as feeds are fetched: vetted, bounded, once."""

import asyncio
import ssl
from collections.abc import Mapping
from contextlib import suppress
from typing import Final

import httpx

from ingest.polling.allow_list import AllowList
from ingest.polling.asking import Bounds
from ingest.polling.outcomes import Failed
from ingest.polling.resolving import Resolve, resolve
from ingest.polling.targets import BadTargetError, Target, target_of
from ingest.polling.transport import one_request_transport
from ingest.polling.vetting import vetted

POSTING: Final = Bounds(total_s=15.0)
_GOOD: Final = range(200, 300)
_LONGEST_TOLD: Final = 200


class Poster:
    """One per process. What the server answers beside its status is not read."""

    def __init__(
        self,
        allow: AllowList,
        *,
        resolver: Resolve = resolve,
        bounds: Bounds = POSTING,
        certificates: ssl.SSLContext | None = None,
    ) -> None:
        self._allow = allow
        self._resolve = resolver
        self._bounds = bounds
        self._transport = one_request_transport(certificates)

    async def aclose(self) -> None:
        await self._transport.aclose()

    async def post(self, url: str, body: bytes, headers: Mapping[str, str]) -> Failed | None:
        """Post a body; None where the server took it (2xx). Nothing is raised."""
        try:
            target = target_of(url)
        except BadTargetError as error:
            return Failed("address-form", {"value": error})
        try:
            async with asyncio.timeout(self._bounds.total_s):
                found = await vetted(target, self._allow, self._resolve, is_secret=True)
                if isinstance(found, Failed):
                    return found
                return await self._send(self._request(found[0], target, body, headers))
        except (TimeoutError, httpx.TimeoutException):
            return Failed("feed-timeout", {"value": round(self._bounds.total_s)})
        except (httpx.HTTPError, httpx.InvalidURL, ssl.SSLError, OSError) as error:
            told = str(error) or type(error).__name__
            return Failed("feed-unreachable", {"value": told[:_LONGEST_TOLD]})

    async def _send(self, request: httpx.Request) -> Failed | None:
        response = await self._transport.handle_async_request(request)
        try:
            status = response.status_code
            return None if status in _GOOD else Failed("feed-status", {"value": status})
        finally:
            with suppress(httpx.HTTPError, OSError):
                await response.aclose()

    def _request(
        self, address: str, target: Target, body: bytes, headers: Mapping[str, str]
    ) -> httpx.Request:
        bounds = self._bounds
        timeouts = {
            "connect": bounds.connect_s,
            "read": bounds.read_s,
            "write": bounds.read_s,
            "pool": bounds.total_s,
        }
        own = {
            "host": target.host_header,
            "user-agent": "onelot",
            "content-type": "application/json",
            "content-length": str(len(body)),
            "connection": "close",
        }
        return httpx.Request(
            "POST",
            httpx.URL(scheme=target.scheme, host=address, port=target.port, raw_path=target.path),
            headers={**headers, **own},
            content=body,
            # The certificate is asked for, and held against, the name and not the address.
            extensions={"timeout": timeouts, "sni_hostname": target.host},
        )

"""What is asked of a feed's server, and how long and how much is waited for. Pure."""

from dataclasses import dataclass
from typing import Final, Protocol

import httpx

from ingest.polling.content_coding import MAX_WIRE_BYTES
from ingest.polling.credentials import is_header
from ingest.polling.outcomes import NO_VALIDATORS, Outcome, Validators
from ingest.polling.targets import Target

_ACCEPT: Final = "application/json, application/xml, text/xml, text/csv, */*;q=0.5"


@dataclass(frozen=True, slots=True)
class Ask:
    """What to fetch. `credential` is a header; only https, or a network on the list, sees it."""

    url: str
    validators: Validators = NO_VALIDATORS
    credential: tuple[str, str] | None = None
    headers: tuple[tuple[str, str], ...] = ()
    """Others, in lower case; they may be credentials too, and go the same ways only."""

    @property
    def is_secret(self) -> bool:
        return self.credential is not None or bool(self.headers)

    def __repr__(self) -> str:
        """Without the credential, and without the query, which may hold one."""
        return f"Ask({self.url.partition('?')[0]})"


class Fetches(Protocol):
    """Whatever fetches what is asked for; nothing is raised."""

    async def fetch(self, ask: Ask) -> Outcome: ...


@dataclass(frozen=True, slots=True)
class Bounds:
    """How long is waited for a connection, for the next bytes and for all, and for how many."""

    total_s: float = 30.0
    connect_s: float = 5.0
    read_s: float = 10.0
    wire_bytes: int = MAX_WIRE_BYTES


USUAL: Final = Bounds()


def request_of(address: str, target: Target, ask: Ask, bounds: Bounds) -> httpx.Request:
    """Make the request to one address, in the name of the target's host."""
    headers = {
        "host": target.host_header,
        "user-agent": "onelot",
        "accept": _ACCEPT,
        "accept-encoding": "gzip",
        "connection": "close",
    }
    if ask.validators.etag:
        headers["if-none-match"] = ask.validators.etag
    if ask.validators.last_modified:
        headers["if-modified-since"] = ask.validators.last_modified
    own = (*ask.headers, ask.credential) if ask.credential is not None else ask.headers
    headers |= {name: value for name, value in own if is_header(name)}
    timeouts = {
        "connect": bounds.connect_s,
        "read": bounds.read_s,
        "write": bounds.read_s,
        "pool": bounds.total_s,
    }
    return httpx.Request(
        "GET",
        httpx.URL(scheme=target.scheme, host=address, port=target.port, raw_path=target.path),
        headers=headers,
        # The certificate is asked for, and held against, the name and not the address.
        extensions={"timeout": timeouts, "sni_hostname": target.host},
    )

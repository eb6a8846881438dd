"""Vetting: a name resolved once, and every address of it judged before anything is sent there."""

from ipaddress import ip_address
from typing import Final

from ingest.polling.allow_list import AllowList, refusal_of
from ingest.polling.outcomes import Failed
from ingest.polling.resolving import Resolve
from ingest.polling.targets import Target

MOST_ADDRESSES: Final = 16


async def vetted(
    target: Target, allow: AllowList, resolver: Resolve, *, is_secret: bool
) -> list[str] | Failed:
    """Resolve, and vet every address: one bad one among good ones is a trick, or a mistake.

    `is_secret`: what is sent is for nobody between; without TLS only a network on the list gets it.
    """
    try:
        found = await resolver(target.host, target.port)
    except TimeoutError:
        raise
    except (OSError, UnicodeError):
        return Failed("feed-unresolved", {"value": target.host})
    if not 0 < len(found) <= MOST_ADDRESSES:
        return Failed("feed-unresolved", {"value": target.host})
    for address in found:
        code = refusal_of(target.host, address, target.port, allow)
        if code is not None:
            value = target.port if code == "address-port" else target.host
            return Failed(code, {"value": value})
    is_in_clear = target.scheme != "https" and is_secret
    if is_in_clear and not all(allow.has_network_of(ip_address(one)) for one in found):
        return Failed("feed-secret-in-clear", {"value": target.host})
    return found

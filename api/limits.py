"""Limits per address: who is calling, and how often one address may. Counted in this process alone.

It knows addresses and a monotone second count; it knows nothing of routes, keys or answers.
"""

from collections.abc import Callable, Iterable
from ipaddress import IPv4Network, IPv6Address, IPv6Network, ip_address, ip_network
from math import ceil

Network = IPv4Network | IPv6Network

UNKNOWN_ADDRESS = "unknown"
ADDRESSES_KEPT = 100_000
SWEPT_FROM = 1_000
IPV6_SITE_BITS = 64


class RateLimit:
    """GCRA: never more than `burst + rate * t` in any `t` seconds, one number per address."""

    def __init__(
        self, rate_per_s: float, *, burst: int | None = None, clock: Callable[[], float]
    ) -> None:
        self._interval_s = 1 / rate_per_s if rate_per_s > 0 else 0.0
        self._slack_s = self._interval_s * ((burst or max(1, round(rate_per_s))) - 1)
        self._clock = clock
        self._due: dict[str, float] = {}
        self._sweep_at = SWEPT_FROM

    def wait_s(self, address: str) -> int:
        """Count one call: 0 when it may pass, else the whole seconds to wait."""
        if not self._interval_s:
            return 0
        now = self._clock()
        due = max(self._due.get(address, now), now)
        ahead = due - now
        if ahead > self._slack_s:
            return max(1, ceil(ahead - self._slack_s))
        if len(self._due) >= self._sweep_at:
            self._forget_idle(now)
        self._due[address] = due + self._interval_s
        return 0

    def is_spent(self, address: str) -> bool:
        """Tell, without counting, whether the next call would have to wait."""
        return self._due.get(address, 0.0) - self._clock() > self._slack_s

    def _forget_idle(self, now: float) -> None:
        self._due = {address: due for address, due in self._due.items() if due > now}
        # More busy callers than we keep: better to forgive them all than to grow without end.
        if len(self._due) >= ADDRESSES_KEPT:
            self._due.clear()
        # Looked through again when there are twice as many: memory is that of the busy ones.
        self._sweep_at = min(ADDRESSES_KEPT, max(SWEPT_FROM, 2 * len(self._due)))


def parse_networks(proxies: str | Iterable[str]) -> tuple[Network, ...]:
    """Read trusted proxies: addresses or networks, comma separated or as a list."""
    parts = proxies.split(",") if isinstance(proxies, str) else proxies
    return tuple(ip_network(part.strip(), strict=False) for part in parts if part.strip())


def site_of(address: str) -> str:
    """Name what is counted as one caller: an IPv4 address, or the /64 of an IPv6 one."""
    if ":" not in address:
        return address
    try:
        parsed = IPv6Address(address)
    except ValueError:
        return UNKNOWN_ADDRESS
    if parsed.ipv4_mapped is not None:
        return str(parsed.ipv4_mapped)
    return str(IPv6Network((parsed, IPV6_SITE_BITS), strict=False).network_address)


class Callers:
    """The address a request counts for; `X-Forwarded-For` is believed from trusted proxies only."""

    def __init__(self, trusted: Iterable[Network] = ()) -> None:
        self._trusted = tuple(trusted)

    def address_of(
        self, client: tuple[str, int] | None, headers: Iterable[tuple[bytes, bytes]]
    ) -> str:
        peer = client[0] if client else ""
        if not self._trusted:
            return site_of(peer) if peer else UNKNOWN_ADDRESS
        hops = [peer]
        for name, value in headers:
            if name == b"x-forwarded-for":
                hops[:0] = [hop.strip() for hop in value.decode("latin-1").split(",")]
        return site_of(self._nearest_stranger(hops)) or UNKNOWN_ADDRESS

    def _nearest_stranger(self, hops: list[str]) -> str:
        """Walk from our own door outwards; a hop that is no address ends the walk there."""
        believed = hops[-1]
        for hop in reversed(hops):
            try:
                address = ip_address(hop)
            except ValueError:
                # A proxy on a unix socket has no address and is ours; anything else is a lie.
                if hop:
                    return believed
                continue
            believed = hop
            if not any(address in network for network in self._trusted):
                return hop
        return believed

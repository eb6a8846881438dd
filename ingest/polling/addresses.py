"""Addresses: which are of the open internet and which are not, in whatever disguise. Pure."""

from ipaddress import (
    IPv4Address,
    IPv4Network,
    IPv6Address,
    IPv6Network,
    ip_address,
    ip_network,
)
from typing import Final, TypeAlias

Address: TypeAlias = IPv4Address | IPv6Address
Network: TypeAlias = IPv4Network | IPv6Network

_METADATA: Final = frozenset({
    ip_address(text)
    for text in (
        "169.254.169.254", "169.254.170.2", "100.100.100.200", "168.63.129.16", "192.0.0.192",
        "fd00:ec2::254",
    )
})  # fmt: skip
"""Of clouds: whoever may ask them gets the machine's own credentials. No setting allows these."""
_SPECIAL: Final = tuple(
    ip_network(text)
    for text in (
        "0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16",
        "172.16.0.0/12", "192.0.0.0/24", "192.0.2.0/24", "192.88.99.0/24", "192.168.0.0/16",
        "198.18.0.0/15", "198.51.100.0/24", "203.0.113.0/24", "224.0.0.0/4", "240.0.0.0/4",
        "2001::/23", "2001:db8::/32", "2002::/16", "3fff::/20",
    )
)  # fmt: skip
"""Private, shared, loopback, link-local, documentation, relays, multicast, reserved."""
_GLOBAL_UNICAST: Final = IPv6Network("2000::/3")
_LOW_32: Final = 0xFFFF_FFFF
_EMBEDDING: Final = tuple(
    (IPv6Network(text), shift)
    for text, shift in (
        ("::ffff:0:0/96", 0), ("::ffff:0:0:0/96", 0), ("::/96", 0),
        ("64:ff9b::/96", 0), ("64:ff9b:1::/48", 0), ("2002::/16", 80),
    )
)  # fmt: skip
"""Mapped, translated, compatible, NAT64 and 6to4: how far left the IPv4 address stands."""
_TEREDO: Final = IPv6Network("2001::/32")
_ISATAP: Final = frozenset({0x0000_5EFE, 0x0200_5EFE})


def is_public(address: Address) -> bool:
    """Tell whether an address is one of the open internet, and hides no other."""
    if any(is_in(address, network) for network in _SPECIAL):
        return False
    if isinstance(address, IPv6Address):
        is_hiding = embedded_ipv4(address) is not None
        return address in _GLOBAL_UNICAST and address.is_global and not is_hiding
    return address.is_global and not address.is_multicast


def embedded_ipv4(address: IPv6Address) -> IPv4Address | None:
    """Return the IPv4 address to which a gateway would translate this one."""
    number = int(address)
    if address in _TEREDO:
        return IPv4Address(~number & _LOW_32)
    if number >> 32 & _LOW_32 in _ISATAP:
        return IPv4Address(number & _LOW_32)
    for network, shift in _EMBEDDING:
        if address in network:
            return IPv4Address(number >> shift & _LOW_32)
    return None


def is_in(address: Address, network: Network | None) -> bool:
    return network is not None and address.version == network.version and address in network


def address_of(resolved: str) -> Address | None:
    """Read an address; one with a zone is of this machine's own links, and none."""
    try:
        address = ip_address(resolved)
    except ValueError:
        return None
    return None if getattr(address, "scope_id", None) is not None else address


def is_of_metadata(address: Address) -> bool:
    """Tell whether a cloud gives out credentials there, under whatever disguise."""
    inner = embedded_ipv4(address) if isinstance(address, IPv6Address) else None
    return address in _METADATA or inner in _METADATA

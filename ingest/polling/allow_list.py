"""Which addresses a feed may be fetched from: what the city lists, and what it never may. Pure.

Whoever fetches resolves a name once, has every address vetted here, and connects to one of these
very addresses; a name that points elsewhere a moment later gains nothing.
"""

from dataclasses import dataclass
from ipaddress import ip_network
from typing import Final

from ingest.polling.addresses import (
    Address,
    Network,
    address_of,
    is_in,
    is_of_metadata,
    is_public,
)

PORTS: Final = frozenset({80, 443, 8080, 8443})
"""Where nothing else is allowed: what else listens on a machine is no feed."""
ANY_PORT: Final = 0


@dataclass(frozen=True, slots=True)
class Allowed:
    """One entry of the list: a network, or a name (`*.` before it: the names below), and a port.

    `port` None stands for the usual ones, 0 for any.
    """

    network: Network | None = None
    name: str = ""
    port: int | None = None


@dataclass(frozen=True, slots=True)
class AllowList:
    """What may be fetched from. `is_public`: any public address, on the usual ports."""

    is_public: bool = True
    entries: tuple[Allowed, ...] = ()

    @classmethod
    def parse(cls, text: str) -> "AllowList":
        """Read the setting: entries between blanks or commas; empty means `public`.

        An entry is `public`, a network (`10.2.0.0/16`, `[fd00:1::/64]`) or a name
        (`feeds.example.org`, `*.example.org`), each with `:port` or `:*` where it is not a usual
        one. A name may be at public addresses only. ValueError says which entry is none.
        """
        words = text.replace(",", " ").split()
        entries = tuple(_entry(word) for word in words if word != "public")
        return cls(is_public=not words or "public" in words, entries=entries)

    def lists(self, host: str, address: Address, port: int) -> bool:
        """Tell whether an entry says this by name or network, whatever else is allowed."""
        return any(
            _has_port(entry, port)
            and (is_in(address, entry.network) or _is_named(host, address, entry))
            for entry in self.entries
        )

    def has_address(self, host: str) -> bool:
        """Tell whether a host is written as an address of a network that is vouched for."""
        address = address_of(host)
        return address is not None and self.has_network_of(address)

    def has_network_of(self, address: Address) -> bool:
        """Tell whether somebody who runs the city vouches for that very network."""
        return any(is_in(address, entry.network) for entry in self.entries)


def refusal_of(host: str, resolved: str, port: int, allow: AllowList) -> str | None:
    """Return the code of the finding that says why not to connect, or None.

    `host` is the name as normalised, `resolved` one of the addresses it resolved to.
    """
    address = address_of(resolved)
    if address is None:
        return "address-form"
    if is_of_metadata(address):
        return "address-private"
    if allow.lists(host, address, port):
        return None
    if allow.is_public and is_public(address):
        return None if port in PORTS else "address-port"
    return _unlisted(address, allow)


def _unlisted(address: Address, allow: AllowList) -> str:
    if allow.has_network_of(address):
        return "address-port"
    return "address-unlisted" if is_public(address) else "address-private"


def _is_named(host: str, address: Address, entry: Allowed) -> bool:
    if not entry.name or not is_public(address):
        return False
    if entry.name.startswith("*."):
        return host.endswith(entry.name[1:])
    return host == entry.name


def _has_port(entry: Allowed, port: int) -> bool:
    return port in PORTS if entry.port is None else entry.port in {port, ANY_PORT}


def _entry(word: str) -> Allowed:
    place, port = _split_port(word)
    try:
        return Allowed(network=ip_network(place.strip("[]")), port=port)
    except ValueError:
        if any(sign in place for sign in ":/[]@") or place.replace(".", "").isdigit():
            raise ValueError(f"{word} is no network; write 10.2.0.0/16 or [fd00::/8]") from None
    name = place.removeprefix("*.").rstrip(".").lower()
    if not name or not name.replace("-", "").replace(".", "").replace("_", "").isalnum():
        raise ValueError(f"{word} is neither a network nor a name")
    name = name.encode("idna").decode()
    return Allowed(name=f"*.{name}" if place.startswith("*.") else name, port=port)


def _split_port(word: str) -> tuple[str, int | None]:
    place, colon, port = word.rpartition(":")
    is_bare_ipv6 = ":" in place and not place.endswith("]")
    if not colon or is_bare_ipv6 or "]" in port:
        return word, None
    if port == "*":
        return place, ANY_PORT
    if not port.isdigit() or not 0 < int(port) <= 65_535:  # noqa: PLR2004 - what a port can be
        raise ValueError(f"{word}: {port} is no port")
    return place, int(port)

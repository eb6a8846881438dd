"""Target: an address that somebody wrote, taken apart into what is connected to and asked for.

What two programs read differently in an address is refused: the name that is vetted must be the
name that is asked. Pure.
"""

import re
from dataclasses import dataclass
from ipaddress import IPv6Address, ip_address
from typing import Final
from urllib.parse import quote, urlsplit

LONGEST: Final = 2_000
_USUAL_PORT: Final = {"http": 80, "https": 443}
_BAD: Final = re.compile(r"[\x00-\x20\x7f\\\u0085\u00a0\u2028\u2029]")
_NAME: Final = re.compile(r"(?!-)[a-z0-9_-]{1,63}(?<!-)(\.(?!-)[a-z0-9_-]{1,63}(?<!-))*", re.ASCII)
_NUMBER: Final = re.compile(r"\d+|0x[0-9a-f]*", re.ASCII)
_PATH_KEEPS: Final = "/:@!$&'()*+,;=-._~%"
_LONGEST_NAME: Final = 253


class BadTargetError(ValueError):
    """It is no address that can be fetched; the message says what to mend."""


@dataclass(frozen=True, slots=True)
class Target:
    """Where to connect and what to ask. `host` is in ASCII, without a dot at its end."""

    scheme: str
    host: str
    port: int
    path: bytes

    @property
    def host_header(self) -> str:
        host = f"[{self.host}]" if ":" in self.host else self.host
        is_usual = self.port == _USUAL_PORT[self.scheme]
        return host if is_usual else f"{host}:{self.port}"


def target_of(url: str) -> Target:
    """Take an `http` or `https` address apart; raises BadTargetError."""
    if len(url) > LONGEST or _BAD.search(url):
        raise BadTargetError(f"blanks, control characters or more than {LONGEST} characters")
    try:
        parts = urlsplit(url)
        port, host = parts.port, parts.hostname
    except ValueError as error:
        raise BadTargetError(str(error)) from error
    if parts.scheme not in _USUAL_PORT:
        raise BadTargetError("it must begin with https:// or http://")
    if "@" in parts.netloc:
        raise BadTargetError("no user or password in it; give credentials on their own")
    if not host or port == 0 or ("[" in parts.netloc and ":" not in host):
        raise BadTargetError("it names no host, or port 0")
    path = quote(parts.path or "/", safe=_PATH_KEEPS)
    if parts.query:
        path += "?" + quote(parts.query, safe=_PATH_KEEPS + "?[]|")
    return Target(parts.scheme, host_of(host), port or _USUAL_PORT[parts.scheme], path.encode())


def host_of(written: str) -> str:
    """Normalise a host; raises BadTargetError for what some programs take for another one."""
    if "%" in written:
        raise BadTargetError("no percent signs and no zones in the host")
    if ":" in written:
        return _ipv6_of(written)
    try:
        host = written.encode("idna").decode().lower().rstrip(".")
    except UnicodeError as error:
        raise BadTargetError(f"no host is named {written!r:.80}") from error
    if len(host) > _LONGEST_NAME or not _NAME.fullmatch(host):
        raise BadTargetError(f"no host is named {written!r:.80}")
    if _NUMBER.fullmatch(host.rsplit(".", 1)[-1]):
        return _ipv4_of(host)
    return host


def _ipv4_of(host: str) -> str:
    """Take four decimal numbers; 127.1, 0x7f000001, 017700000001 and 2130706433 are refused."""
    try:
        return str(ip_address(host))
    except ValueError:
        raise BadTargetError("write the address as four decimal numbers") from None


def _ipv6_of(host: str) -> str:
    try:
        return str(IPv6Address(host))
    except ValueError:
        raise BadTargetError("no IPv6 address is written so") from None

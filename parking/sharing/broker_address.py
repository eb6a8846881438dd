"""Where the MQTT broker is that gates are reached through, as one URL says it. Opens nothing."""

from dataclasses import dataclass
from typing import Final
from urllib.parse import unquote, urlsplit

PORTS: Final = {"mqtt": 1883, "mqtts": 8883}


@dataclass(frozen=True, slots=True)
class BrokerAddress:
    """`mqtt://user:password@host:port`, or `mqtts://` for TLS; only the host must be said."""

    host: str
    port: int
    user: str | None = None
    password: str | None = None
    uses_tls: bool = False

    @classmethod
    def parse(cls, url: str) -> "BrokerAddress":
        """Read a URL; ValueError says how one is written, and repeats no password."""
        parts = urlsplit(url)
        if parts.scheme not in PORTS or not parts.hostname:
            raise ValueError("write it as mqtt://user:password@host:1883, or mqtts:// for TLS")
        return cls(
            parts.hostname,
            parts.port or PORTS[parts.scheme],
            None if parts.username is None else unquote(parts.username),
            None if parts.password is None else unquote(parts.password),
            parts.scheme == "mqtts",
        )

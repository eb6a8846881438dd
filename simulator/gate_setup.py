"""Sets a lot's gate up: what it asks the city once, over HTTP, before it decides alone."""

import secrets
from collections.abc import Iterator
from itertools import count
from typing import Final

from parking.sharing.signing import PublicKeys, from_base64url, read_jwks
from simulator.city_client import CityClient
from simulator.gate import Gate

KEYS_PATH: Final = "/v1/sharing/gate-keys"


def set_up_gate(city: CityClient, lot_id: str) -> Gate:
    """Return the gate of a lot that the caller's key runs; raises CityRefusedError."""
    told = city.call("GET", f"{KEYS_PATH}/{lot_id}")
    return Gate(lot_id, fetch_keys(city), _serials(), from_base64url(told["plate_key"]))


def fetch_keys(city: CityClient) -> PublicKeys:
    """Return the keys that signed words are checked with."""
    return read_jwks(city.call("GET", KEYS_PATH)["keys"])


def _serials() -> Iterator[str]:
    """Never one twice, not after a restart either."""
    began = secrets.token_hex(6)
    return (f"{began}-{number}" for number in count(1))

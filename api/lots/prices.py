"""Prices of stays: a lot's tariff, read once for as long as the registry does not change it."""

from functools import lru_cache
from typing import Final

import msgspec

from parking.lot import Lot
from parking.problems import Problem
from parking.stay_price import price_stay_fen
from parking.tariff import Tariff, parse_tariff

TARIFFS_KEPT: Final = 8_192
PRICES_KEPT: Final = 8_192


def price_fen(lot: Lot, from_us: int, stay_min: int) -> int | None:
    """Price a stay that begins at `from_us`; None where the tariff is not known."""
    if lot.tariff is None:
        return None
    return _price_fen(msgspec.json.encode(lot.tariff), from_us, stay_min, lot.timezone)


@lru_cache(maxsize=PRICES_KEPT)
def _price_fen(document: bytes, from_us: int, stay_min: int, timezone: str) -> int | None:
    """Price one tariff once for all lots of an answer that share it, however many those are."""
    tariff = _tariff(document)
    return None if tariff is None else price_stay_fen(tariff, from_us, stay_min, timezone)


@lru_cache(maxsize=TARIFFS_KEPT)
def _tariff(document: bytes) -> Tariff | None:
    """Read a tariff; many lots of a city share one. One that cannot be read prices nothing."""
    tariff = parse_tariff(msgspec.json.decode(document))
    return None if isinstance(tariff, Problem) else tariff

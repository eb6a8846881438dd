"""Registers by hand, and how many partitions the tests of the live projection have."""

from parking.ports import Register

PARTITIONS = 2


def register(lot_key: int, name: str, us: int, generation: int = 0) -> Register:
    value = f"{us:028d}" if name.startswith("s:") else f"值{us}"
    return Register(lot_key, name, f"{generation:04d}{us:016d}{us % 3:015d}", value)

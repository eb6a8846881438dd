"""What a booking costs: quoted, and fixed, when its space is held. Knows no account."""

from parking.clock import HOUR_US
from parking.sharing.ledger import Sum
from parking.sharing.terms import Price


def quote(price: Price, from_us: int, to_us: int) -> Sum:
    """Price a stay: each hour that has begun, or the visit, in fen or credits."""
    begun = {"free": 0, "visit": 1, "hour": -((from_us - to_us) // HOUR_US)}[price.unit]
    return Sum(price.fen * begun, price.credits * begun)

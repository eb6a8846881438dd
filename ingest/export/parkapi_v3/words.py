"""The words of ParkAPI v3 that we use, and which of them stand for ours."""

from typing import Final

from parking.vocabulary import LotState, SpaceClass, Structure

CAR: Final = "CAR"
SITE_TYPE: Final[dict[Structure, str]] = {
    "surface": "OFF_STREET_PARKING_GROUND", "underground": "UNDERGROUND",
    "ramp_garage": "CAR_PARK", "mechanical": "CAR_PARK", "onstreet": "ON_STREET",
}  # fmt: skip
OTHER: Final = "OTHER"
OPENING: Final[dict[LotState, str]] = {
    "open": "OPEN", "full": "OPEN", "closed": "CLOSED", "unknown": "UNKNOWN",
}  # fmt: skip
SUFFIX: Final[dict[SpaceClass, str]] = {"accessible": "disabled", "charging": "charging"}
"""Classes that have members of their own."""
AUDIENCE: Final[dict[SpaceClass, str]] = {"loading": "DELIVERY", "motorcycle": "MOTORCYCLE"}
"""Classes that are told as restrictions. Reserved and monthly spaces have no word and are no part
of any figure: they are for nobody who asks.
"""

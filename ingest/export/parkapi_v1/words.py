"""The words of ParkAPI v1 that we use, and which of them stand for ours."""

from typing import Final

from parking.vocabulary import LotState, SpaceClass, Structure

API_VERSION: Final = "1.0"
SERVER_VERSION: Final = "onelot-1"
STATE: Final[dict[LotState, str]] = {
    "open": "open", "full": "open", "closed": "closed", "unknown": "nodata",
}  # fmt: skip
"""A full lot is open with 0 free; one of which nothing is known has no `free` at all."""
LOT_TYPE: Final[dict[Structure, str]] = {
    "surface": "lot", "underground": "underground", "ramp_garage": "garage",
    "mechanical": "garage", "onstreet": "street",
}  # fmt: skip
SUFFIX: Final[dict[SpaceClass, str]] = {
    "accessible": "disabled", "charging": "charging", "reserved": "reserved",
    "monthly": "monthly", "loading": "loading", "motorcycle": "motorcycle",
}  # fmt: skip
"""`total:disabled` and `free:disabled` are read by OpenTripPlanner; the others follow them."""

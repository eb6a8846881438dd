"""The words of the Curb Data Specification 1.1 that we use, and which of them stand for ours."""

from typing import Final, NamedTuple
from uuid import NAMESPACE_URL, UUID, uuid5

from parking.vocabulary import SpaceClass

VERSION: Final = "1.1.0"
MEDIA: Final = "application/vnd.cds+json;version=1.1"
CURRENCY: Final = "CNY"
REFERENCE: Final = "OneLot"
_OURS: Final = uuid5(NAMESPACE_URL, "https://onelot.dev/cds")


class Rule(NamedTuple):
    """What may be done on spaces of a class, and by whom; nobody named is everybody."""

    activity: str
    user_classes: tuple[str, ...] = ()


RULES: Final[dict[SpaceClass, Rule]] = {
    "general": Rule("parking"),
    "charging": Rule("parking", ("electric",)),
    "accessible": Rule("parking", ("handicap-accessible",)),
    "shared": Rule("parking", ("car",)),
    "reserved": Rule("parking", ("permit",)),
    "monthly": Rule("parking", ("permit",)),
    "loading": Rule("loading"),
    "motorcycle": Rule("parking", ("motorcycle",)),
}


def zone_id(lot_id: str) -> UUID:
    """Return the id of a lot as a zone, the same for ever."""
    return uuid5(_OURS, f"zone/{lot_id}")


def policy_id(lot_id: str, version: int) -> UUID:
    """Return the id of what holds for a lot as the registry has it in a version."""
    return uuid5(_OURS, f"policy/{lot_id}/{version}")


def area_id(area_code: str) -> UUID:
    """Return the id of an area."""
    return uuid5(_OURS, f"area/{area_code}")

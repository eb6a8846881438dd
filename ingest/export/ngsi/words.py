"""The words of NGSI-LD's parking models that we use, and which of them stand for ours."""

from typing import Final, Literal, NamedTuple, get_args

from parking.vocabulary import LotState, SpaceClass, Structure

EntityType = Literal[
    "OffStreetParking", "OnStreetParking", "ParkingGroup", "ParkingAccess", "ParkingSpot"
]
ENTITY_TYPES: Final[tuple[EntityType, ...]] = get_args(EntityType)
CONTEXT: Final = (
    "https://raw.githubusercontent.com/smart-data-models/dataModel.Parking/master/context.jsonld",
    "https://uri.etsi.org/ngsi-ld/v1/ngsi-ld-core-context.jsonld",
)
LD_JSON: Final = "application/ld+json"
URN: Final = "urn:ngsi-ld"
COUNT_HEADER: Final = "NGSILD-Results-Count"

STATUS: Final[dict[LotState, tuple[str, ...]]] = {
    "open": ("open", "spacesAvailable"), "full": ("open", "full"), "closed": ("closed",),
    "unknown": (),
}  # fmt: skip


class Kind(NamedTuple):
    """How a structure is told: in `category` and in `layout`."""

    category: tuple[str, ...]
    layout: tuple[str, ...]


AT_KERB: Final = Kind((), ())
KINDS: Final[dict[Structure, Kind]] = {
    "surface": Kind(("parkingLot", "ground"), ("surface", "openSpace")),
    "underground": Kind(("parkingGarage", "underground"), ("covered",)),
    "ramp_garage": Kind(("parkingGarage",), ("multiStorey",)),
    "mechanical": Kind(("parkingGarage",), ("automatedParkingGarage",)),
    "onstreet": AT_KERB,
}
FOR_CLASS: Final[dict[SpaceClass, str]] = {
    "accessible": "forDisabled", "charging": "forElectricalCharging",
}  # fmt: skip
"""In the `category` of a site."""
FOR_CLASS_AT_KERB: Final[dict[SpaceClass, str]] = {"loading": "forLoadUnload"}
"""What the model has for sites on the street only."""


class Group(NamedTuple):
    """How spaces of a class are told: category, vehicle type, permit, reservation."""

    category: tuple[str, ...]
    vehicle: str = "car"
    permit: tuple[str, ...] = ("noPermitNeeded",)
    reservation: str | None = None


GROUPS: Final[dict[SpaceClass, Group]] = {
    "general": Group(("statisticsOnly",)),
    "charging": Group(("onlyElectricalCharging",)),
    "accessible": Group(("onlyDisabled",), permit=("disabledPermit",)),
    "shared": Group(("particularConditionsSpaces",), reservation="optional"),
    "reserved": Group(("onlyWithPermit",), reservation="mandatory"),
    "monthly": Group(("onlyWithPermit",), permit=("specificIdentifiedVehiclePermit",)),
    "loading": Group(("loadUnloadZone",)),
    "motorcycle": Group(("vehicleTypeSpaces",), vehicle="motorcycle"),
}

"""For whom spaces are, in the words of all dialects, and which class of spaces of ours that is."""

from collections.abc import Iterator
from typing import Final
from xml.etree.ElementTree import Element

from ingest.formats.xml_reading import local
from parking.vocabulary import SpaceClass

_ACCESSIBLE: Final = frozenset({
    "disabled", "handicapped", "registeredDisabledUsers", "personsWithDisabilities",
    "wheelchairUsers", "visuallyImpaired",
})  # fmt: skip
_MONTHLY: Final = frozenset({
    "residents", "seasonTicketHolders", "subscribers", "longTermParker", "longTermParkers",
    "longTerm",
})  # fmt: skip
_RESERVED: Final = frozenset({"reservationHolders", "employees", "staff", "members", "hotelGuests"})
_ENERGY: Final = frozenset({"battery", "dieselBatteryHybrid", "petrolBatteryHybrid", "electric"})
_MOTORCYCLES: Final = frozenset({
    "motorcycle", "motorcycleWithSideCar", "motorscooter", "moped", "twoWheeledVehicle",
})  # fmt: skip
_BICYCLES: Final = frozenset({"bicycle", "electricBike"})
HEAVY: Final = frozenset({
    "lorry", "heavyGoodsVehicle", "heavyGoodsVehicleWithTrailer", "heavyVehicle", "bus", "coach",
    "heavyDutyTransporter", "articulatedVehicle", "largeGoodsVehicle", "longHeavyLorry", "tanker",
    "truck", "heavyHaulageVehicle", "articulatedBus",
})  # fmt: skip
_USERS: Final = frozenset({
    "applicableForUser", "userGroup", "personTypeForWhichSpacesAssigned", "user",
    "parkingDuration", "userType",
})  # fmt: skip
_FUELS: Final = frozenset({"fuelType", "propulsionEnergyType"})
_VEHICLES: Final = frozenset({"vehicleType", "vehicleType2"})
_NOT_FOR: Final = frozenset({"prohibitedParking", "prohibitedFor"})
_RESTRICTIONS: Final[dict[str, SpaceClass]] = {
    "loadingZone": "loading",
    "loadingZoneCommercial": "loading",
    "disabledPersonPermitOnly": "accessible",
    "electricVehicleOnly": "charging",
    "residentialPermitOnly": "monthly",
}
_CATEGORIES: Final[tuple[tuple[str, SpaceClass], ...]] = (
    ("behindert", "accessible"), ("disabled", "accessible"), ("handicap", "accessible"),
    ("rollstuhl", "accessible"), ("wheelchair", "accessible"), ("elektro", "charging"),
    ("e-auto", "charging"), ("lade", "charging"), ("electric", "charging"), ("charg", "charging"),
    ("dauerpark", "monthly"), ("langzeit", "monthly"), ("motorrad", "motorcycle"),
    ("motorcycle", "motorcycle"),
)  # fmt: skip


def class_of(assigned: Element) -> SpaceClass:
    """Return the class of spaces assigned so; `general` where others may park too, or women.

    Looks at users, energy, vehicles and restrictions anywhere below, but what is prohibited.
    """
    users, fuels = words_of(assigned, _USERS), words_of(assigned, _FUELS)
    reservation = words_of(assigned, frozenset({"withReservation"}))
    only: tuple[tuple[set[str], frozenset[str], SpaceClass], ...] = (
        (users, _ACCESSIBLE, "accessible"),
        (fuels, _ENERGY, "charging"),
        (words_of(assigned, _VEHICLES), _MOTORCYCLES, "motorcycle"),
        (users, _MONTHLY, "monthly"),
        (users, _RESERVED, "reserved"),
        (reservation, frozenset({"true"}), "reserved"),
    )
    for said, words, space_class in only:
        if said and said <= words:
            return space_class
    restrictions = words_of(assigned, frozenset({"type"})) & _RESTRICTIONS.keys()
    return _RESTRICTIONS[restrictions.pop()] if len(restrictions) == 1 else "general"


def class_named(name: str) -> SpaceClass:
    """Return the class that a free name of a category means."""
    small = name.casefold()
    return next((found for part, found in _CATEGORIES if part in small), "general")


def is_for_bicycles(assigned: Element) -> bool:
    """Tell whether only bicycles may stand there."""
    vehicles = words_of(assigned, _VEHICLES)
    return bool(vehicles) and vehicles <= _BICYCLES


def is_for_heavy_vehicles(assigned: Element) -> bool:
    """Tell whether only lorries and buses may park there."""
    vehicles = words_of(assigned, _VEHICLES)
    return bool(vehicles) and vehicles <= HEAVY


def words_of(element: Element, names: frozenset[str]) -> set[str]:
    """Return the texts of all elements of the names below, but those that are prohibited."""
    return {(e.text or "").strip() for e in _permitted(element) if local(e.tag) in names} - {""}


def _permitted(element: Element) -> Iterator[Element]:
    for inner in element:
        if local(inner.tag) not in _NOT_FOR:
            yield inner
            yield from _permitted(inner)

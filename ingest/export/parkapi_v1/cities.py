"""Cities: which ones there are for ParkAPI v1, and which lots are theirs."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Final

from parking.directory import Directory
from parking.lot import Lot
from parking.ports import Area

ALL: Final = "all"
ELSEWHERE: Final = "elsewhere"
_DEPTH_MAX: Final = 8


@dataclass(frozen=True, slots=True)
class Cities:
    """`index` has each city's id under its name, as the format has it."""

    index: dict[str, str]
    _city_of_area: dict[str, str]

    def holds(self, city_id: str) -> Callable[[Lot], bool] | None:
        """Return whose lots a city has; None for a city that there is not. `all` always is."""
        if city_id == ALL:
            return lambda _: True
        if city_id not in self.index.values():
            return None
        return lambda lot: self.city_of(lot) == city_id

    def city_of(self, lot: Lot) -> str:
        return self._city_of_area.get(lot.area_code or "", ELSEWHERE)


def cities_of(directory: Directory, lots: Iterable[Lot]) -> Cities:
    """Find the areas that are cities; without one, all lots together are the one city there is."""
    areas = {area.area_code: area for area in directory.areas()}
    named = {code: area for code, area in areas.items() if area.level == "city"}
    if not named:
        return Cities({ALL: ALL}, {})
    ids = {code: _city_id(area) for code, area in named.items()}
    city_of_area: dict[str, str] = {}
    for code in areas:
        top = _city_above(code, areas)
        if top in ids:
            city_of_area[code] = ids[top]
    index = {named[code].name: city_id for code, city_id in ids.items()}
    cities = Cities(index, city_of_area)
    if any(cities.city_of(lot) == ELSEWHERE for lot in lots):
        index[ELSEWHERE] = ELSEWHERE
    return cities


def _city_id(area: Area) -> str:
    """Return what stands in the address: the name in Latin letters, the code without one."""
    word = "".join(c if c.isalnum() else "-" for c in (area.name_en or "").casefold()).strip("-")
    return word if word and word.isascii() else area.area_code


def _city_above(code: str, areas: dict[str, Area]) -> str:
    for _ in range(_DEPTH_MAX):
        area = areas.get(code)
        if area is None or area.level == "city" or area.parent_code is None:
            break
        code = area.parent_code
    return code

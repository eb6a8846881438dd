"""Search for a destination among areas and lots by name, best first. From memory alone.

All spellings stand in one long text, so that a question costs one scan of it and no walk over lots.
"""

import asyncio
from bisect import bisect_right
from collections.abc import Iterator
from typing import Final, Literal, NamedTuple

from api.areas.names import Spellings, as_written, folded
from geo.datum import Datum, from_wgs84
from geo.position import Position
from parking.directory import Directory

EXACT, BEGINS, INSIDE = range(3)
END: Final = "\n"
DECIMALS: Final = 7
HITS_WEIGHED: Final = 5_000
"""A letter or two is in nearly every name; beyond this the first found are as good as any."""
SPELT_A_TURN: Final = 50
SPELT_A_QUESTION: Final = 200
UNFINISHED: Final = -1
LOOK_S: Final = 1.0


class Place(NamedTuple):
    """What a hit leads to."""

    kind: Literal["area", "lot"]
    id: str
    name: str
    name_en: str | None
    lat: float
    lon: float
    area_code: str | None


class PlaceSearch:
    """Follows the directory by itself: laid out anew when asked after a change."""

    def __init__(self, directory: Directory) -> None:
        self._directory = directory
        self._spellings = Spellings()
        self._version = UNFINISHED
        self._places: list[Place] = []
        self._begins: list[int] = []
        self._text = ""

    async def spell_for_ever(self) -> None:
        """Spell new names a few at a time, so that no question waits for thousands of them."""
        spelt_version = -1
        while True:
            version, missing = self._directory.version, []
            if version > spelt_version:
                self._spellings.forget_the_past(self._directory)
                missing = self._spellings.missing(self._directory)
            spelt_version = version
            for first in range(0, len(missing), SPELT_A_TURN):
                for name, name_en in missing[first : first + SPELT_A_TURN]:
                    self._spellings.of(name, name_en)
                await asyncio.sleep(0)
            await asyncio.sleep(LOOK_S)

    def find(self, typed: str, limit: int) -> list[Place]:
        """Return the best hits: exact before beginning before inside, areas before lots."""
        if self._version != self._directory.version:
            self._lay_out()
        best: dict[int, int] = {}
        for place, fit in self._hits(folded(typed)):
            best[place] = min(fit, best.get(place, fit))
        places = self._places
        ranked = sorted(
            best, key=lambda index: (best[index], places[index].kind, places[index].name)
        )
        return [places[index] for index in ranked[:limit]]

    def _hits(self, typed: str) -> Iterator[tuple[int, int]]:
        """Yield (place, fit) for each occurrence; a spelling is preceded and ended by END."""
        text, size = self._text, len(typed)
        at = text.find(typed) if typed else -1
        for _ in range(HITS_WEIGHED):
            if at < 0:
                return
            fit = INSIDE
            if text[at - 1] == END:
                fit = EXACT if text[at + size] == END else BEGINS
            yield bisect_right(self._begins, at) - 1, fit
            at = text.find(typed, at + 1)

    def _lay_out(self) -> None:
        """Lay out all spellings; of thousands of new names most are here as written at first."""
        version, may_spell = self._directory.version, SPELT_A_QUESTION
        self._places = sorted(_places(self._directory))
        self._begins = []
        parts = [END]
        size = len(END)
        for place in self._places:
            self._begins.append(size)
            names = place.name, place.name_en
            is_known = self._spellings.known(*names)
            may_spell -= not is_known
            spelt_now = is_known or may_spell >= 0
            spellings = self._spellings.of(*names) if spelt_now else as_written(*names)
            spelt = END.join(spellings) + END
            parts.append(spelt)
            size += len(spelt)
        self._text = "".join(parts)
        self._version = version if may_spell >= 0 else UNFINISHED


def shown(place: Place, datum: Datum) -> dict[str, object]:
    """Return a hit as JSON members, its position in `datum`."""
    lat, lon = from_wgs84(Position(place.lat, place.lon), datum)
    return place._asdict() | {"lat": round(lat, DECIMALS), "lon": round(lon, DECIMALS)}


def _places(directory: Directory) -> Iterator[Place]:
    for area in directory.areas():
        if area.label_lat is not None and area.label_lon is not None:
            yield Place(
                "area", area.area_code, area.name, area.name_en, area.label_lat, area.label_lon,
                area.parent_code,
            )  # fmt: skip
    for lot in directory.lots():
        if lot.lat is not None and lot.lon is not None and not lot.is_draft:
            yield Place("lot", lot.lot_id, lot.name, lot.name_en, lot.lat, lot.lon, lot.area_code)

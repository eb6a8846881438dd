"""A page of ParkAPI v3: sites in the order of their numbers, and how many there are in all."""

import asyncio
from dataclasses import dataclass
from typing import Final
from urllib.parse import urlencode

import msgspec

from ingest.export.answering import JSON
from ingest.export.city import ExportedCity
from ingest.export.parkapi_v3.filters import SiteFilter
from ingest.export.parkapi_v3.rendering import site
from ingest.export.press import Sheet
from ingest.export.shown import show
from parking.live.live_lot import LiveLot

PATH: Final = "/export/parkapi/v3/parking-sites"
LIMIT_MAX: Final = 1_000
NO_LIMIT: Final = 2**31
CHECKED_A_STEP: Final = 1_000


@dataclass(frozen=True, slots=True)
class Found:
    """The sites of a page, how many the filter holds of, and the number that comes next."""

    sites: list[LiveLot]
    total: int
    next_id: int | None


async def find(city: ExportedCity, chosen: SiteFilter, *, start: int, limit: int) -> Found:
    """Find the page; lots keep their numbers, so none is missed while others come and go."""
    found: list[LiveLot] = []
    for number, live in enumerate(list(city.replica.live_lots()), 1):
        if chosen.holds(live.lot):
            found.append(live)
        if number % CHECKED_A_STEP == 0:
            await asyncio.sleep(0)
    found.sort(key=lambda live: live.lot.lot_key)
    after = [live for live in found if live.lot.lot_key >= start]
    next_id = after[limit].lot.lot_key if len(after) > limit else None
    return Found(after[:limit], len(found), next_id)


def page_sheet(city: ExportedCity, found: Found, asked: dict[str, str], now_us: int) -> Sheet:
    """Put the page together; `asked` are the parameters, for the address of the next."""
    about: dict[str, object] = {"total_count": found.total}
    if found.next_id is not None:
        about["next_id"] = found.next_id
        about["next_path"] = f"{PATH}?{urlencode(asked | {'start': str(found.next_id)})}"
    head = msgspec.json.encode(about)[:-1] + b',"items":[\n'
    sites = (site(show(live, city.directory, now_us), city.publisher) for live in found.sites)
    pieces = (msgspec.json.encode(one) for one in sites if one is not None)
    return Sheet(JSON, head, pieces, b",\n", b"\n]}\n", tagged=head)

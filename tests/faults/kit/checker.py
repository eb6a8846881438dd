"""Judges a city after its faults: nothing acknowledged is lost, and what is shown is the truth."""

import time
from collections.abc import Callable, Mapping
from contextlib import suppress

import httpx

from parking.storage.redis.errors import ProjectionAwayError, ProjectionLostError
from parking.storage.settings import StoreUrls
from tests.end_to_end.city import City
from tests.faults.kit.builds import Verdict
from tests.faults.kit.fold import folded, projected
from tests.faults.kit.journal import Producers
from tests.faults.kit.losses import find_losses
from tests.faults.kit.reports import CENTRE
from tests.services.databases import run

SETTLED_WITHIN_S = 90.0


def check_city(city: City, producers: Producers, verdict: Verdict) -> None:
    """Everything there is to check of a city whose producers have finished."""
    for complaint in producers.complaints():
        verdict.add("refused", complaint)
    run(find_losses(city.stores.database_url, producers.journals, verdict))
    check_projection(city.stores, verdict)
    check_shown(city, producers.expected(), verdict)


def check_projection(stores: StoreUrls, verdict: Verdict) -> None:
    """Redis comes to hold exactly what folds from the log, for every lot."""
    truth = run(folded(stores))

    def wrong() -> dict[int, object] | None:
        with suppress(ProjectionLostError, ProjectionAwayError):
            live = run(projected(stores))
            return {
                key: key for key in truth.keys() | live.keys() if truth.get(key) != live.get(key)
            }
        return None

    left = _until_nothing(wrong)
    if left is None:
        verdict.add("wrong", "the live projection is not rebuilt")
    elif left:
        verdict.add("wrong", f"{len(left)} of {len(truth)} lots are not the fold of the log")
    verdict.figures |= {"lots compared with the fold of the log": len(truth)}


def check_shown(city: City, expected: Mapping[str, int], verdict: Verdict) -> None:
    """Drivers come to see the newest acknowledged count of every lot."""

    def wrong() -> dict[str, object] | None:
        with suppress(httpx.TransportError), city.client() as http:
            asked = CENTRE | {"radius_m": 5_000, "limit": 100}
            answer = http.get("/v1/lots/nearby", params=asked)
            found = {
                lot["lot_id"]: lot["availability"]["free"]
                for lot in answer.json().get("results", [])
            }
            return {
                lot: (found.get(lot), free)
                for lot, free in expected.items()
                if found.get(lot) != free
            }
        return None

    left = _until_nothing(wrong)
    if left is None:
        verdict.add("wrong", "nobody answers drivers")
    elif left:
        verdict.add("wrong", f"{len(left)} lots are shown wrong: {dict(list(left.items())[:3])}")


def _until_nothing(find: Callable[[], Mapping | None]) -> Mapping | None:
    """Ask until nothing is found, or for as long as a city may take to settle."""
    deadline_s = time.monotonic() + SETTLED_WITHIN_S
    while True:
        found = find()
        if found == {} or time.monotonic() > deadline_s:
            return found
        time.sleep(0.3)

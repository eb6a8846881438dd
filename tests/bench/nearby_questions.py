"""What nearby benches ask, and the check of every answer against brute force before it is timed."""

from collections.abc import Sequence
from statistics import mean

import httpx

from tests.bench import brute_force
from tests.bench.city import City, lot_id
from tests.bench.servers import Server

K, RADIUS_M = 20, 1_000.0
PLACES, CHECKED = 5_000, 300

Place = tuple[float, float]


def path_to(place: Place, radius_m: float = RADIUS_M) -> str:
    return f"/v1/lots/nearby?lat={place[0]}&lon={place[1]}&radius_m={radius_m:g}&limit={K}"


def checked(
    server: Server,
    city: City,
    places: Sequence[Place],
    radius_m: float = RADIUS_M,
    *,
    exactly: bool = True,
) -> int:
    """Hold answers against brute force; gives the mean size of a body.

    Not `exactly` is for a rival that rounds positions: the k-th may be another one as near.
    """
    sizes = []
    with httpx.Client(base_url=server.url, trust_env=False, timeout=30) as client:
        for place in places:
            answer = client.get(path_to(place, radius_m)).raise_for_status()
            sizes.append(len(answer.content))
            expected = brute_force.nearest(city.lats, city.lons, city.free >= 0, place, radius_m, K)
            found = answer.json()["results"]
            free = {lot["lot_id"]: lot["availability"]["free"] for lot in found}
            wanted = {lot_id(index): int(city.free[index]) for index in expected}
            if exactly:
                assert list(free.items()) == list(wanted.items())
            else:
                assert abs(len(free) - len(wanted)) <= 1
                assert len(free.items() & wanted.items()) >= len(wanted) - 1
    return round(mean(sizes))

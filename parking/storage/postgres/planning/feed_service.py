"""Reads how well the lots of several feeds were reported on lately, feed by feed, in one go."""

from collections import defaultdict
from collections.abc import Mapping, Sequence

from parking.clock import from_us
from parking.planning.history.service_hour import ServiceHour
from parking.storage.postgres.pool import PLATFORM, Pool, scoped
from parking.storage.postgres.queries import query

_SAYS_NOTHING = {"hour_us": 0, "until_us": 0}


async def read_feed_service(
    pool: Pool, lots_of: Mapping[str, Sequence[int]], since_us: int
) -> dict[str, ServiceHour]:
    """Read the sums of the lots of each feed, from the hour that begins at `since_us` on.

    In the platform's scope, where these tables are: whoever asks has made sure whose lots they
    are. A feed of which there is nothing is left out; `hour_us` and `until_us` say nothing.
    """
    names = list(lots_of)
    pairs = [(key, place) for place, name in enumerate(names) for key in lots_of[name]]
    keys, places = [key for key, _ in pairs], [place for _, place in pairs]
    asked = keys, places, from_us(since_us)
    async with scoped(pool, PLATFORM) as connection:
        delay_rows = await connection.fetch(query("planning/read_feed_delays"), *asked)
        rows = await connection.fetch(query("planning/read_feed_service"), *asked)
    delays: dict[int, dict[int, int]] = defaultdict(dict)
    for row in delay_rows:
        delays[row["place"]][row["delay_s"]] = int(row["reports"])
    found: dict[str, ServiceHour] = {}
    for row in rows:
        sums = {name: int(value or 0) for name, value in row.items()}
        place = sums.pop("place")
        found[names[place]] = ServiceHour(delays=delays[place], **_SAYS_NOTHING, **sums)
    return found

"""What a recorded feed says of a lot's hours, reckoned from its file with pandas alone.

    hours = hours_of(rows, capacity=400, hold_us=hold)   # known_us, taken_us, full_us by the hour

A count holds until the next one, at most `hold_us`; after that nobody knows.
"""

import time
from collections.abc import Callable
from datetime import datetime, timedelta

import numpy as np
import pandas as pd

from ingest.work import LEARN_S
from tests.end_to_end.city import City

HOUR_US = 3_600_000_000
PATIENCE_S = 900
SPARE_S = 5


def micros(times: pd.Series) -> np.ndarray:
    return times.to_numpy(dtype="datetime64[us]").astype(np.int64)


def hours_of(
    told: pd.DataFrame, capacity: int, hold_us: Callable[[np.ndarray], np.ndarray]
) -> pd.DataFrame:
    """`told` has `at` (UTC) and `free`, one row a count; the index is when each hour begins."""
    told = told.sort_values("at")
    begins, free = micros(told["at"]), told["free"].to_numpy(dtype=np.int64)
    ends = np.minimum(np.append(begins[1:], np.iinfo(np.int64).max), begins + hold_us(begins))
    first, last = begins[0] // HOUR_US, ends[-1] // HOUR_US + 1
    cuts = np.unique(np.concatenate([begins, ends, np.arange(first, last + 1) * HOUR_US]))
    pieces = pd.DataFrame({"begin": cuts[:-1], "long": np.diff(cuts)})
    said = np.searchsorted(begins, pieces["begin"], side="right") - 1
    is_known = (said >= 0) & (pieces["begin"] < ends[np.maximum(said, 0)])
    spare = np.clip(free[np.maximum(said, 0)], 0, capacity)
    pieces["known_us"] = pieces["long"] * capacity * is_known
    pieces["taken_us"] = pieces["long"] * (capacity - spare) * is_known
    pieces["full_us"] = pieces["long"] * capacity * (is_known & (spare == 0))
    hour = pd.to_datetime(pieces["begin"] // HOUR_US * HOUR_US, unit="us", utc=True)
    return pieces.groupby(hour)[["known_us", "taken_us", "full_us"]].sum()


def hold_of(city: City, operator: str) -> Callable[[np.ndarray], np.ndarray]:
    """An hour, or as long as the platform had learned by then that the operator's feed takes."""
    rows = city.fetch(
        "select r.since, r.ttl_s from source_rhythm r join source using (source_key)"
        " left join operator using (operator_key) where operator_id = $1"
        " or source_id = '@platform' order by r.since",
        operator,
    )
    since = micros(pd.Series([row["since"] for row in rows], dtype="datetime64[us, UTC]"))
    learned_us = np.array([round(row["ttl_s"]) * 1_000_000 for row in rows], np.int64)

    def hold_us(at_us: np.ndarray) -> np.ndarray:
        if not len(since):
            return np.full(len(at_us), HOUR_US)
        in_force = np.maximum(np.searchsorted(since, at_us, side="right") - 1, 0)
        return np.maximum(HOUR_US, learned_us[in_force])

    return hold_us


def let_history_reach(city: City, key: str, moment: datetime) -> None:
    """Let it be some hours later in a city on a manual clock, and wait until that is summed up."""
    now = moment + timedelta(hours=3)
    with city.client(key) as http:
        assert http.post("/v1/admin/clock", json={"now": now.isoformat()}).status_code == 200
    deadline_s = time.monotonic() + PATIENCE_S
    while time.monotonic() < deadline_s:
        [row] = city.fetch("select hours_until from rollup_cursor")
        if row["hours_until"] is not None and moment <= row["hours_until"] <= now:
            return
        time.sleep(0.2)
    raise AssertionError(f"history does not reach {moment}: {row['hours_until']}")


def let_history_settle(city: City, key: str, moment: datetime) -> None:
    """As `let_history_reach`, once all is learned of how often the feed speaks.

    The first that is learned of a feed holds for all time before, so all of it is folded anew.
    """
    rhythms, since_s = None, time.monotonic()
    while time.monotonic() - since_s < LEARN_S + SPARE_S:
        found = city.fetch("select * from source_rhythm order by source_key, since")
        if found != rhythms:
            rhythms, since_s = found, time.monotonic()
        time.sleep(1)
    let_history_reach(city, key, moment)


def figures(city: City, planner: str, what: str, **query: object) -> dict:
    """What a planner is answered; `from_` stands for `from`."""
    named = {name.rstrip("_"): value for name, value in query.items()}
    with city.client(planner) as http:
        answer = http.get(f"/v1/planner/{what}", params=named)
    assert answer.status_code == 200, answer.text
    return answer.json()

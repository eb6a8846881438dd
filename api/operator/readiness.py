"""What a draft still lacks before drivers may be sent to it. Pure."""

from collections.abc import Iterator, Sequence

from parking.lot import Lot
from parking.problems import Problem
from parking.storage.postgres.publishing import HeardValue


def lacks(lot: Lot, heard: Sequence[HeardValue], doubted: Sequence[str] = ()) -> list[Problem]:
    """List what is missing.

    `heard` are the values of the last 24 hours, the newest first; `doubted` are the rules by which
    the self-checks find its counts wrong.
    """
    return list(_lacks(lot, heard, doubted))


def _lacks(lot: Lot, heard: Sequence[HeardValue], doubted: Sequence[str]) -> Iterator[Problem]:
    if lot.lat is None:
        yield Problem("missing-field", "without a position nobody finds it", "/lat")
    if not any(lot.capacity.values()):
        told = "how many spaces it has is not known; counts cannot be held against anything"
        yield Problem("missing-field", told, "/capacity")
    if not heard:
        told = "nothing was heard of it in the last 24 hours; report a count, then publish it"
        yield Problem("unresolved", told, "/reports", status=422)
    elif heard[0].is_suspect:
        told = "its newest count can hardly be right (suspect); see problems at /v1/operator/feeds"
        yield Problem("count-out-of-range", told, "/reports")
    if doubted:
        told = f"its counts are found wrong: {', '.join(doubted)}; see /v1/operator/feeds"
        yield Problem("count-out-of-range", told, "/reports")

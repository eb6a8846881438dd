"""Reconciling: what stands in the docket and what detectors remember, after a new beginning."""

from collections.abc import Iterator

from ingest.checking.checkers import Checkers
from ingest.checking.docket import Docket
from ingest.checking.findings import FOUND_ELSEWHERE
from parking.storage.postgres.feed_verdicts import VerdictEvent, VerdictKey


def reconciled(
    checkers: Checkers, docket: Docket, ended: dict[VerdictKey, int]
) -> Iterator[VerdictEvent]:
    """Let either have what the other has; yields what opens or ends by it, one after the other.

    `ended` is what was seen to end while nothing was told. What stands and was not seen to end is
    given to its checker, which is to end it.
    """
    found = set()
    for checker in checkers:
        for verdict in checker.verdicts():
            event = checker.event_of(verdict)
            found.add(event.key)
            if not docket.stands(event.key):
                yield event
    for event in list(docket.standing()):
        key = event.key
        if key.source_key is None or key.rule in FOUND_ELSEWHERE or key in found:
            continue
        if ended.get(key, 0) > event.found_us:
            yield event._replace(until_us=ended[key])
        else:
            checkers.of(key.source_key).take_up(event)

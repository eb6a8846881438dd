"""Bay checks: the single spaces of a lot, as a source tells of them."""

from collections.abc import Iterator

from parking.checking.bays import Bays
from parking.checking.ledger import Ledger
from parking.checking.lot_state import LotState
from parking.checking.observation import Observation
from parking.checking.verdict import Bad, Judgement, Rule, Subject, Verdict


def see_bay(state: LotState, seen: Observation) -> Iterator[Verdict]:
    """Take in what is said of one bay."""
    if seen.space_code is None or seen.status is None:
        return
    if state.bays is None:
        state.bays = Bays()
    judged = state.bays.see(seen.space_code, seen.status, seen.observed_us)
    yield from _told(state, seen.space_code, "flapping", judged, seen.observed_us)
    judged = state.bays.stuck(seen.space_code, seen.observed_us)
    yield from _told(state, seen.space_code, "stuck_bay", judged, seen.observed_us)


def tells_pace(state: LotState, seen: Observation) -> bool:
    """Tell whether a report shows how often a lot is told of: all bays are told at once, first,
    and one that flaps goes its own way.
    """
    code = seen.space_code or ""
    if state.bays is None or not state.bays.knows(code):
        return False
    ledger = state.bay_ledgers.get(code)
    return ledger is None or not ledger.stands("flapping")


def look_at_bays(state: LotState, now_us: int) -> Iterator[Verdict]:
    """Look at bays of which nothing is heard while others are; worth it once an hour."""
    if state.bays is None:
        return
    for code in state.bays.codes:
        yield from _told(state, code, "stuck_bay", state.bays.stuck(code, now_us), now_us)


def _told(
    state: LotState, code: str, rule: Rule, judgement: Judgement, now_us: int
) -> Iterator[Verdict]:
    ledger = state.bay_ledgers.get(code)
    if ledger is None:
        if not isinstance(judgement, Bad):
            return
        ledger = Ledger(Subject("bay", state.ledger.subject.key, code))
        state.bay_ledgers[code] = ledger
    verdict = ledger.take(rule, judgement, now_us)
    if verdict is not None:
        yield verdict

"""Telling: a judgement to a ledger, and what of it anybody is told of."""

from parking.checking.ledger import Ledger
from parking.checking.verdict import GOOD, Bad, Judgement, Rule, Verdict


def told(ledger: Ledger, rule: Rule, judgement: Judgement, now_us: int) -> tuple[Verdict, ...]:
    """Most judgements are good words where nothing stands; these cost as little as can be."""
    if judgement is None or (judgement is GOOD and not ledger.standing):
        return ()
    verdict = ledger.take(rule, judgement, now_us)
    return () if verdict is None else (verdict,)


def make_way(
    ledger: Ledger, rule: Rule, found: Bad, now_us: int, *, by: str
) -> tuple[Verdict, ...]:
    """End what stands without the evidence `by` where it is there now, to be told with it."""
    before = ledger.found(rule)
    if by not in found.evidence or before is None or by in before.evidence:
        return ()
    ended = ledger.end(rule, now_us)
    return () if ended is None else (ended,)

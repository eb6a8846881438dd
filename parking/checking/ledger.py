"""Ledger: the verdicts that stand against one subject; each ends after some good observations.

Of some rules what comes back again and again is one verdict: it lasts through the better hours.
"""

from typing import Final

from msgspec import Struct
from msgspec.structs import replace

from parking.checking.thresholds import AGAIN_CLEARS_US, AGAIN_WITHIN_US, GOOD_TO_CLEAR
from parking.checking.verdict import Bad, Judgement, Rule, Subject, Verdict

COMES_AGAIN: Final[frozenset[Rule]] = frozenset({"impossible", "clamped", "flapping"})
"""Rules that take no lot's number from anybody: that they last through good hours costs little. A
lot that speaks or moves again is to be believed at once, and so is a bay."""


class _Standing(Struct):
    """`times` counts how often it opened, this time included, as one trouble."""

    verdict: Verdict
    good: int = 0
    good_us: int = 0
    times: int = 1


class _Ended(Struct):
    us: int
    times: int


class Ledger(Struct):
    """`take` returns a verdict when it opens (`end_us` None) and again when it ends."""

    subject: Subject
    standing: dict[Rule, _Standing] = {}
    ended: dict[Rule, _Ended] = {}
    """When it was known last that a verdict was over which may come again."""

    def stands(self, rule: Rule) -> bool:
        """Tell whether something is wrong now; not while a verdict lasts to see if that is over."""
        one = self.standing.get(rule)
        return one is not None and one.good < GOOD_TO_CLEAR

    def found(self, rule: Rule) -> Verdict | None:
        """Return a verdict that stands, or lasts."""
        one = self.standing.get(rule)
        return None if one is None else one.verdict

    def verdicts(self) -> list[Verdict]:
        return [one.verdict for one in self.standing.values()]

    def take(self, rule: Rule, judgement: Judgement, now_us: int) -> Verdict | None:
        """Let a judgement stand; None where it changes nothing that anybody is told of."""
        if judgement is None:
            return None
        if isinstance(judgement, Bad):
            return self._bad(rule, judgement, now_us)
        return self._good(rule, now_us)

    def end(self, rule: Rule, now_us: int) -> Verdict | None:
        """End a verdict at once, as its cause has gone or another rule explains it better."""
        return self._end(rule, now_us, now_us)

    def forgive(self) -> None:
        """Take that whatever came again has been mended: three good observations end it."""
        self.ended.clear()
        for one in self.standing.values():
            one.times = 1

    def _bad(self, rule: Rule, found: Bad, now_us: int) -> Verdict | None:
        one = self.standing.get(rule)
        if one is not None:
            one.good = 0
            return None
        verdict = Verdict(rule, self.subject, dict(found.evidence), found.start_us, now_us)
        self.standing[rule] = _Standing(verdict, times=self._times(rule, now_us))
        return verdict

    def _times(self, rule: Rule, now_us: int) -> int:
        before = self.ended.pop(rule, None)
        if before is None or now_us - before.us > AGAIN_WITHIN_US:
            return 1
        return before.times + 1

    def _good(self, rule: Rule, now_us: int) -> Verdict | None:
        one = self.standing.get(rule)
        if one is None:
            return None
        if not one.good:
            one.good_us = now_us
        one.good += 1
        lasts_us = AGAIN_CLEARS_US[min(one.times, len(AGAIN_CLEARS_US)) - 1]
        if one.good < GOOD_TO_CLEAR or now_us - one.good_us < lasts_us:
            return None
        return self._end(rule, one.good_us, now_us)

    def _end(self, rule: Rule, end_us: int, now_us: int) -> Verdict | None:
        one = self.standing.pop(rule, None)
        if one is None:
            return None
        if rule in COMES_AGAIN and self.subject.kind == "lot":
            self.ended[rule] = _Ended(now_us, one.times)
        return replace(one.verdict, end_us=end_us)

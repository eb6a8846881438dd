"""Ledger: the verdicts that stand against one subject; each ends after some good observations."""

from msgspec import Struct
from msgspec.structs import replace

from parking.checking.thresholds import GOOD_TO_CLEAR
from parking.checking.verdict import Bad, Judgement, Rule, Subject, Verdict


class _Standing(Struct):
    verdict: Verdict
    good: int = 0
    good_us: int = 0


class Ledger(Struct):
    """`take` returns a verdict when it opens (`end_us` None) and again when it ends."""

    subject: Subject
    standing: dict[Rule, _Standing] = {}

    def stands(self, rule: Rule) -> bool:
        return rule in self.standing

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
        one = self.standing.pop(rule, None)
        return None if one is None else replace(one.verdict, end_us=now_us)

    def _bad(self, rule: Rule, found: Bad, now_us: int) -> Verdict | None:
        one = self.standing.get(rule)
        if one is not None:
            one.good = 0
            return None
        verdict = Verdict(rule, self.subject, dict(found.evidence), found.start_us, now_us)
        self.standing[rule] = _Standing(verdict)
        return verdict

    def _good(self, rule: Rule, now_us: int) -> Verdict | None:
        one = self.standing.get(rule)
        if one is None:
            return None
        if not one.good:
            one.good_us = now_us
        one.good += 1
        if one.good < GOOD_TO_CLEAR:
            return None
        return self.end(rule, one.good_us)

"""Words: what is said of a verdict, and what to do, in Chinese and English."""

from typing import Final

from parking.checking.count_sentences import COUNT_SENTENCES
from parking.checking.feed_sentences import FEED_SENTENCES
from parking.checking.sentence import Sentence
from parking.checking.verdict import Rule, Verdict

SENTENCES: Final[dict[Rule, tuple[Sentence, ...]]] = {**COUNT_SENTENCES, **FEED_SENTENCES}


def told_of(verdict: Verdict) -> Sentence:
    """Return the sentence of a verdict, with its evidence in it."""
    for one in SENTENCES[verdict.rule]:
        if all(name in verdict.evidence for name in one.needs):
            places = dict[str, object](verdict.evidence)
            return one._replace(told=one.told.filled(places), mend=one.mend.filled(places))
    raise KeyError(f"nothing is said of {verdict.rule} by {sorted(verdict.evidence)}")

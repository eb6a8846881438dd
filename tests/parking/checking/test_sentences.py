"""Each verdict is told in Chinese and English, with its figures, and with what to do."""

import re

import pytest

from parking.checking.verdict import RULES, Rule, Subject, Verdict
from parking.checking.words import SENTENCES, told_of
from parking.words import Words

PLACES = re.compile(r"\{(\w+)\}")
CHINESE = re.compile(r"[一-鿿]")
MORE: dict[str, int | float | str] = {
    "usual_s": 60, "neighbours": 4, "net": -9, "of": 8, "parts": 3, "times": 6, "value": 0,
    "drift": -12, "high": 90,
}  # fmt: skip
"""What rules say beside what their sentences need."""


def told(rule: Rule) -> list[Words]:
    """All that may be told of a rule, with evidence filled in."""
    said = []
    for sentence in SENTENCES[rule]:
        evidence = MORE | dict.fromkeys(sentence.needs, 7)
        if "low" not in sentence.needs:
            del evidence["high"]
        filled = told_of(Verdict(rule, Subject("lot", 1), evidence, 1, 2))
        said += [filled.told, filled.mend]
    return said


@pytest.mark.parametrize("rule", RULES)
def test_every_rule_is_told_in_both_languages_with_its_figures(rule: Rule) -> None:
    said = told(rule)
    assert said
    for words in said:
        assert CHINESE.search(words.zh)
        assert not CHINESE.search(words.en)
        assert not PLACES.search(words.zh)
        assert not PLACES.search(words.en)


@pytest.mark.parametrize("rule", RULES)
def test_both_languages_tell_the_same_figures(rule: Rule) -> None:
    for sentence in SENTENCES[rule]:
        zh, en = (set(PLACES.findall(text)) for text in (sentence.told.zh, sentence.told.en))
        assert zh == en


def test_evidence_that_no_sentence_knows_is_an_error_and_no_empty_sentence() -> None:
    with pytest.raises(KeyError, match="offline"):
        told_of(Verdict("offline", Subject("lot", 1), {}, 1, 2))

"""Whatever the self-checks find has words in both languages."""

from parking.checking.verdict import RULES
from parking.feeds.rule_names import RULE_NAMES


def test_every_rule_has_its_words():
    assert set(RULE_NAMES) == set(RULES)
    assert len({name.zh for name in RULE_NAMES.values()}) == len(RULES)
    assert all(name.zh != name.en for name in RULE_NAMES.values())

"""Verdict: what was found of a lot, a bay or a feed, by which rule, on what evidence, how long."""

from collections.abc import Mapping
from typing import Final, Literal, NamedTuple, TypeAlias, get_args

from msgspec import Struct

Rule = Literal[
    "frozen", "frozen_feed", "inverted", "clamped", "drifting", "flapping", "offline",
    "impossible", "clock_shifted", "cloned", "missing_as_zero", "stuck_bay", "duplicate",
    "aggregate", "empty_publication", "mass_change", "test_object",
]  # fmt: skip
RULES: Final[tuple[Rule, ...]] = get_args(Rule)
Evidence: TypeAlias = Mapping[str, int | float | str]
"""Plain values that fill the rule's sentence, and say what it rests on."""


class Subject(NamedTuple):
    """A lot (`key` its lot key), a bay of it (`code`), or a feed (`key` its source key)."""

    kind: Literal["lot", "bay", "feed"]
    key: int
    code: str = ""


class Verdict(Struct, frozen=True):
    """`start_us` is when it began to be wrong, `found_us` when that was known.

    `end_us` is the first of the good observations that ended it, None while it stands.
    """

    rule: Rule
    subject: Subject
    evidence: Evidence
    start_us: int
    found_us: int
    end_us: int | None = None


class Bad(NamedTuple):
    """A detector's word against what it sees, since when, and why."""

    start_us: int
    evidence: Evidence


class Good(NamedTuple):
    """A detector's word for what it sees: one good observation."""


GOOD: Final = Good()
Judgement: TypeAlias = Bad | Good | None
"""None: nothing can be said by this observation."""

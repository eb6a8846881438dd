"""Names of columns as people write them, and which field each may be."""

import re
import unicodedata
from functools import lru_cache
from typing import Final

from ingest.mapping.synonyms import CLASSES, GENERIC, OTHER_KINDS, SYNONYMS

_CAMEL: Final = re.compile(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])")
_BETWEEN: Final = re.compile(r"[^0-9a-z\u3400-\u9fff]+")
_FOLDED: Final = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss", "æ": "ae", "ø": "o"})
_LONG: Final = 5


def normal(name: str) -> str:
    """Fold a name to small words: `freiePlätze_Gesamt` becomes `freie plaetze gesamt`."""
    composed = unicodedata.normalize("NFC", name)
    cut = _CAMEL.sub(" ", unicodedata.normalize("NFKC", composed))
    folded = cut.lower().translate(_FOLDED)
    bare = "".join(
        sign for sign in unicodedata.normalize("NFKD", folded) if not unicodedata.combining(sign)
    )
    return " ".join(_BETWEEN.sub(" ", bare).split())


@lru_cache(maxsize=8192)
def affinity(name: str, field: str) -> float:
    """Tell how much a column's name means a field: 1 it is one of the names, 0 not at all."""
    words = normal(name)
    return max((_alike(words, synonym) for synonym in SYNONYMS[field]), default=0.0)


@lru_cache(maxsize=8192)
def class_of(name: str) -> str | None:
    """Return the class of spaces that the name is about; None for spaces in general.

    `other` where it is about something that is no class of ours.
    """
    words = normal(name)
    for space_class, hints in CLASSES.items():
        if any(_contains(words, hint) for hint in hints):
            return space_class
    return "other" if any(_contains(words, hint) for hint in OTHER_KINDS) else None


def _alike(words: str, synonym: str) -> float:
    if words == synonym or words.replace(" ", "") == synonym.replace(" ", ""):
        return 1.0
    if not synonym.isascii():
        return 0.5 + 0.4 * len(synonym) / len(words) if synonym in words else 0.0
    padded = f" {words} "
    if synonym in GENERIC and words.count(" ") > 1:
        return 0.0
    if f" {synonym} " in padded:
        share = (synonym.count(" ") + 1) / (words.count(" ") + 1)
        return 0.45 + 0.4 * share
    return 0.4 if len(synonym) >= _LONG and synonym.replace(" ", "") in words else 0.0


def _contains(words: str, hint: str) -> bool:
    if not hint.isascii():
        return hint in words
    return f" {hint} " in f" {words} " or (len(hint) > _LONG and hint.replace(" ", "") in words)

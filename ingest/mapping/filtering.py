"""Which records are a mapping's own: others (bicycles, sums, tests) are left out and told."""

from ingest.mapping.compiled import Compiled
from ingest.mapping.model import Rule
from ingest.mapping.notes import Notes
from ingest.mapping.records import Record, value_at
from ingest.mapping.values import text_of


def is_ours(record: Record, ready: Compiled, notes: Notes) -> bool:
    """Tell whether every `only` holds and no `skip` does."""
    for rule in ready.mapping.only:
        if not _holds(rule, record):
            return False
    for rule in ready.mapping.skip:
        if _holds(rule, record):
            text = text_of(value_at(record, rule.column), ()) or ""
            told = f"{rule.column} = {text}"
            notes.once(rule.why, told, record.pointer, value=told)
            return False
    return True


def _holds(rule: Rule, record: Record) -> bool:
    text = (text_of(value_at(record, rule.column), ()) or "").strip().casefold()
    return any(_matches(word.casefold(), text) for word in rule.words)


def _matches(word: str, text: str) -> bool:
    """Compare whole, or with `*` before or behind for what may stand there."""
    inner = word.strip("*")
    if not inner:
        return word == text or (word != "" and text != "")
    if word.startswith("*") and word.endswith("*"):
        return inner in text
    if word.startswith("*"):
        return text.endswith(inner)
    return text.startswith(inner) if word.endswith("*") else text == word

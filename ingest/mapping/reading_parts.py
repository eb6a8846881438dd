"""Reads the parts of a mapping file that come more than once: picks, words, rules."""

from collections.abc import Mapping as Members
from typing import Final

from geo.cell import FINEST_RESOLUTION
from ingest.mapping.complaints import Complaints
from ingest.mapping.model import REASONS, WORD_FIELDS, Pick, Rule

_PICK_KEYS: Final = ("column", "columns", "first", "join", "split", "part", "cell")
_RULE_KEYS: Final = ("column", "is", "why")


def table_of(
    whole: Members[str, object], section: str, complaints: Complaints
) -> Members[str, object]:
    """Return a section, empty where it is absent or no table."""
    table = whole.get(section, {})
    if isinstance(table, dict):
        return table
    complaints.value(f"/{section}", table, f"[{section}]")
    return {}


def read_pick(value: object, pointer: str, complaints: Complaints) -> Pick:
    """Read `"a"`, `["a", "b"]`, or a table of the longer form."""
    if isinstance(value, str | list):
        return Pick(read_texts(value, pointer, complaints))
    if not isinstance(value, dict):
        complaints.value(pointer, value, '"column"')
        return Pick()
    complaints.unknown_keys(pointer, value, _PICK_KEYS)
    named = [key for key in ("column", "columns", "first", "cell") if key in value]
    if len(named) != 1:
        complaints.value(pointer, ", ".join(named), "column / columns / first / cell")
        return Pick()
    if named == ["cell"]:
        return Pick(cell=_whole(value, "cell", 1, FINEST_RESOLUTION, pointer, complaints))
    join = value.get("join", " ")
    if not isinstance(join, str):
        complaints.value(f"{pointer}/join", join, '"-"')
        join = " "
    split = value.get("split", "")
    if not isinstance(split, str):
        complaints.value(f"{pointer}/split", split, '"/"')
        split = ""
    return Pick(
        columns=read_texts(value[named[0]], f"{pointer}/{named[0]}", complaints),
        join=None if named == ["first"] else join,
        split=split,
        part=_whole(value, "part", 1, 99, pointer, complaints),
    )


def read_texts(value: object, pointer: str, complaints: Complaints) -> tuple[str, ...]:
    """Read a text or a list of texts."""
    listed = [value] if isinstance(value, str) else value
    if isinstance(listed, list | tuple) and all(isinstance(text, str) for text in listed):
        return tuple(listed)
    complaints.value(pointer, value, '"…" / ["…", "…"]')
    return ()


def read_words(
    whole: Members[str, object], complaints: Complaints
) -> dict[str, dict[str, tuple[str, ...]]]:
    """Read `[words.state] open = ["offen"]`: their words by ours, by field."""
    table = table_of(whole, "words", complaints)
    complaints.unknown_keys("/words", table, WORD_FIELDS)
    words: dict[str, dict[str, tuple[str, ...]]] = {}
    for name in table.keys() & WORD_FIELDS.keys():
        ours = table_of(table, name, complaints)
        complaints.unknown_keys(f"/words/{name}", ours, WORD_FIELDS[name])
        words[name] = {
            word: read_texts(theirs, f"/words/{name}/{word}", complaints)
            for word, theirs in ours.items()
        }
    return words


def read_rules(
    whole: Members[str, object], section: str, complaints: Complaints
) -> tuple[Rule, ...]:
    """Read `[[skip]]` or `[[only]]`."""
    listed = whole.get(section, [])
    if not isinstance(listed, list) or not all(isinstance(rule, dict) for rule in listed):
        complaints.value(f"/{section}", listed, f"[[{section}]]")
        return ()
    return tuple(
        _rule(rule, f"/{section}/{index}", complaints) for index, rule in enumerate(listed)
    )


def _rule(rule: Members[str, object], pointer: str, complaints: Complaints) -> Rule:
    complaints.unknown_keys(pointer, rule, _RULE_KEYS)
    column, why = rule.get("column"), rule.get("why", "ignored-part")
    if not isinstance(column, str):
        complaints.value(f"{pointer}/column", column, '"…"')
    if why not in REASONS:
        complaints.value(f"{pointer}/why", why, ", ".join(REASONS))
    words = read_texts(rule.get("is"), f"{pointer}/is", complaints)
    return Rule(str(column), words, str(why))


def _whole(
    table: Members[str, object],
    key: str,
    least: int,
    most: int,
    pointer: str,
    complaints: Complaints,
) -> int:
    value = table.get(key, least)
    if isinstance(value, int) and not isinstance(value, bool) and least <= value <= most:
        return value
    complaints.value(f"{pointer}/{key}", value, f"{least} … {most}")
    return least

"""Writes a mapping as TOML, so that a guessed one can be looked at, saved and mended."""

from collections.abc import Iterable
from collections.abc import Mapping as Members
from typing import Final

from ingest.mapping.model import Mapping, Pick, Rule

_ESCAPED: Final = {"\\": "\\\\", '"': '\\"', "\n": "\\n", "\t": "\\t", "\r": "\\r"}
_DELETE: Final = 0x7F
_SPACE: Final = 0x20


def to_toml(mapping: Mapping) -> str:
    """Return a file that `read_mapping` reads as the same mapping."""
    return "\n".join(_lines(mapping)) + "\n"


def _lines(mapping: Mapping) -> Iterable[str]:
    yield "[source]"
    yield from (f"{key} = {written}" for key, written in _source(mapping))
    yield from _section("fields", {**_picks(mapping.fields), **_counts(mapping)})
    yield from _section("hours", _picks(mapping.hours))
    for name, ours in mapping.words.items():
        yield from _section(
            f"words.{_key(name)}", {word: _texts(theirs) for word, theirs in ours.items()}
        )
        if not ours:
            yield from ("", f"[words.{_key(name)}]")
    yield from _section("units", {key: _text(unit) for key, unit in mapping.units.items()})
    yield from _section(
        "constants", {key: _constant(value) for key, value in mapping.constants.items()}
    )
    for section, rules in (("only", mapping.only), ("skip", mapping.skip)):
        for rule in rules:
            yield from _rule(section, rule)


def _source(mapping: Mapping) -> Iterable[tuple[str, str]]:
    texts = {
        "title": mapping.title, "shape": mapping.shape, "rows": mapping.rows,
        "list": mapping.list_path, "sheet": mapping.sheet, "published_at": mapping.published_at,
        "zone": mapping.zone, "coordsys": mapping.coordsys or "", "crs": mapping.crs,
        "time": mapping.time_form, "id_prefix": mapping.id_prefix,
    }  # fmt: skip
    yield from ((key, _text(text)) for key, text in texts.items() if text)
    if mapping.bbox is not None:
        yield "bbox", "[" + ", ".join(repr(side) for side in mapping.bbox) + "]"
    if mapping.missing:
        yield "missing", _texts(mapping.missing)


def _section(name: str, members: Members[str, str]) -> Iterable[str]:
    if members:
        yield from ("", f"[{name}]")
        yield from (f"{_dotted(key)} = {written}" for key, written in members.items())


def _picks(picks: Members[str, Pick]) -> dict[str, str]:
    return {key: _pick(pick) for key, pick in picks.items()}


def _counts(mapping: Mapping) -> dict[str, str]:
    """Write `free.general = "…"`: the dot is TOML's own."""
    written: dict[str, str] = {}
    for counted, classes in mapping.counts.items():
        if not classes:
            written[counted] = "{}"
        for space_class, pick in classes.items():
            written[f"{counted}.{space_class}"] = _pick(pick)
    return written


def _pick(pick: Pick) -> str:
    if pick.cell is not None:
        return f"{{ cell = {pick.cell} }}"
    listed = _text(pick.columns[0]) if len(pick.columns) == 1 else _texts(pick.columns)
    if pick.join == " " and not pick.split and pick.part == 1:
        return listed
    parts = [f"{'first' if pick.join is None else 'columns'} = {listed}"]
    if pick.join not in (" ", None):
        parts.append(f"join = {_text(pick.join)}")
    if pick.split:
        parts.append(f"split = {_text(pick.split)}")
    if pick.part != 1:
        parts.append(f"part = {pick.part}")
    return "{ " + ", ".join(parts) + " }"


def _rule(section: str, rule: Rule) -> Iterable[str]:
    yield from ("", f"[[{section}]]", f"column = {_text(rule.column)}")
    yield f"is = {_texts(rule.words)}"
    if rule.why != "ignored-part":
        yield f"why = {_text(rule.why)}"


def _constant(value: object) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    return repr(value) if isinstance(value, int | float) else _text(str(value))


def _texts(texts: Iterable[str]) -> str:
    return "[" + ", ".join(_text(text) for text in texts) + "]"


def _text(text: str) -> str:
    return '"' + "".join(_character(sign) for sign in text) + '"'


def _character(sign: str) -> str:
    if sign in _ESCAPED:
        return _ESCAPED[sign]
    is_control = ord(sign) < _SPACE or ord(sign) == _DELETE
    return f"\\u{ord(sign):04x}" if is_control else sign


def _dotted(key: str) -> str:
    return ".".join(_key(part) for part in key.split("."))


def _key(key: str) -> str:
    return key if key.isascii() and key.replace("_", "").isalnum() else _text(key)

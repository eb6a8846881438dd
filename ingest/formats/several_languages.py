"""Texts in several languages, in the shapes that feeds have for them; Chinese comes first."""

from collections.abc import Mapping
from typing import Final

from ingest.formats.facts import LONGEST_NAME, line_of

_CHINESE: Final = (
    "zh",
    "zh-cn",
    "zh-hans",
    "zh_cn",
    "zh-tw",
    "zh-hant",
    "zh_tw",
    "zho",
    "cn",
    "tc",
)
_ENGLISH: Final = ("en", "en_us", "en-us", "en-gb", "eng")
_LANGUAGE_KEYS: Final = ("language", "lang", "@language")
_TEXT_KEYS: Final = ("string", "text", "value", "@value")


def by_language(told: object) -> dict[str, str]:
    """Return lines by language, "" where none is named.

    Takes a text, `{"fi": …}`, `{"Zh_tw": …}`, and `[{"language": "en", "string": …}]` or one of it.
    """
    if isinstance(told, list):
        return {lang: line for one in told for lang, line in by_language(one).items()}
    if isinstance(told, Mapping):
        language = next((str(told[key]) for key in _LANGUAGE_KEYS if key in told), None)
        text = next((told[key] for key in _TEXT_KEYS if key in told), None)
        if text is not None:
            line = line_of(text)
            return {} if line is None else {(language or "").casefold(): line}
        lines = {str(key).casefold(): line_of(value) for key, value in told.items()}
        return {language: line for language, line in lines.items() if line is not None}
    line = line_of(told)
    return {} if line is None else {"": line}


def names_of(told: object) -> dict[str, str]:
    """Return `name`, and `name_en` beside it where there is another."""
    lines = by_language(told)
    english = _first(lines, _ENGLISH)
    name = _first(lines, _CHINESE) or lines.get("") or english or next(iter(lines.values()), None)
    if name is None:
        return {}
    return {"name": name} | ({"name_en": english} if english and english != name else {})


def line_in_any(told: object, longest: int = LONGEST_NAME) -> str | None:
    """Return the text in the language that comes first for us."""
    name = names_of(told).get("name")
    return None if name is None else name[:longest]


def _first(lines: Mapping[str, str], languages: tuple[str, ...]) -> str | None:
    return next((lines[language] for language in languages if language in lines), None)

"""A table of a profile's file, read strictly: every fault is kept, with its place.

What was not asked for is unknown, and is told with the nearest of what was.
"""

import difflib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from parking.words import Words

_UNKNOWN: Final = Words("未知的键 {key}，最接近的是 {near}", "unknown key {key}; nearest is {near}")
_MISSING: Final = Words("缺少 {key}", "{key} is missing")
_WRONG: Final = Words("{key} 应为{zh}", "{key} must be {en}")
_NO_CHOICE: Final = Words(
    "{key} 的值 {value} 不可用；可用：{known}", "{key} is {value}; it is one of {known}"
)
TEXT: Final = Words("文本", "text")
TEXTS: Final = Words("文本或文本列表", "text, or a list of texts")
TABLE: Final = Words("表", "a table")
FLAG: Final = Words("true 或 false", "true or false")
CODE: Final = Words("整数或文本", "a whole number or text")


@dataclass(slots=True)
class Faults:
    """What is wrong, each at `[table] key` as it stands in the file."""

    found: list[Words] = field(default_factory=list)

    def add(self, words: Words, **places: object) -> None:
        self.found.append(words.filled(places))

    def wrong(self, place: str, what: Words) -> None:
        self.add(_WRONG, key=place, zh=what.zh, en=what.en)


class TomlTable:
    """One table; `place` is its own key. Asking for a key makes it known."""

    def __init__(self, content: Mapping[str, object], place: str, faults: Faults) -> None:
        self._content = content
        self.place = place
        self.faults = faults
        self._known: set[str] = set()

    def at(self, key: str) -> str:
        return f"{self.place}.{key}" if self.place else key

    def keys(self) -> list[str]:
        return list(self._content)

    def value(self, key: str) -> object:
        self._known.add(key)
        return self._content.get(key)

    def text(self, key: str, default: str = "", *, needed: bool = False) -> str:
        value = self.value(key)
        if value is None:
            if needed:
                self.faults.add(_MISSING, key=self.at(key))
            return default
        if not isinstance(value, str):
            self.faults.wrong(self.at(key), TEXT)
            return default
        return value

    def texts(self, key: str, default: Sequence[str] = ()) -> tuple[str, ...]:
        value = self.value(key)
        if value is None:
            return tuple(default)
        listed = [value] if isinstance(value, str) else value
        if not isinstance(listed, list) or not all(isinstance(one, str) for one in listed):
            self.faults.wrong(self.at(key), TEXTS)
            return tuple(default)
        return tuple(listed)

    def choice(self, key: str, allowed: Sequence[str], default: str) -> str:
        value = self.text(key, default)
        return value if self.check_choice(self.at(key), value, allowed) else default

    def check_choice(self, place: str, value: str, allowed: Sequence[str]) -> bool:
        if value in allowed:
            return True
        self.faults.add(_NO_CHOICE, key=place, value=value, known=", ".join(allowed))
        return False

    def flag(self, key: str, *, default: bool) -> bool:
        value = self.value(key)
        if value is None or isinstance(value, bool):
            return default if value is None else value
        self.faults.wrong(self.at(key), FLAG)
        return default

    def code(self, key: str, default: int | str) -> int | str:
        value = self.value(key)
        if value is None:
            return default
        if isinstance(value, bool) or not isinstance(value, int | str):
            self.faults.wrong(self.at(key), CODE)
            return default
        return value

    def words(self, key: str, *, needed: bool = False) -> Words:
        """Read `{ zh = "…", en = "…" }`."""
        table = self.table(key, needed=needed)
        if table is None:
            return Words("", "")
        read = Words(table.text("zh", needed=True), table.text("en", needed=True))
        table.finish()
        return read

    def table(self, key: str, *, needed: bool = False) -> "TomlTable | None":
        value = self.value(key)
        if isinstance(value, dict):
            return TomlTable(value, self.at(key), self.faults)
        if value is not None:
            self.faults.wrong(self.at(key), TABLE)
        elif needed:
            self.faults.add(_MISSING, key=self.at(key))
        return None

    def tables(self, key: str) -> list["TomlTable"]:
        """Read an array of tables; a fault names them by their place, from 1 on."""
        value = self.value(key)
        listed = value if isinstance(value, list) else [] if value is None else [value]
        tables = []
        for number, content in enumerate(listed, 1):
            place = f"{self.at(key)}[{number}]"
            if isinstance(content, dict):
                tables.append(TomlTable(content, place, self.faults))
            else:
                self.faults.wrong(place, TABLE)
        return tables

    def finish(self) -> None:
        """Tell of every key that nobody asked for."""
        for key in self._content:
            if key not in self._known:
                self.refuse_key(key, sorted(self._known))

    def refuse_key(self, key: str, known: Sequence[str]) -> None:
        near = difflib.get_close_matches(key, known, n=1, cutoff=0.0) or ["-"]
        self.faults.add(_UNKNOWN, key=self.at(key), near=near[0])

"""Facts: one JSON object of a payload, read member by member; what is odd becomes a finding."""

import math
import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Final
from zoneinfo import ZoneInfo

from ingest.formats.moments import moment_of
from ingest.formats.numbers import count_of
from ingest.formats.publication import Publication

LONGEST_NAME: Final = 200
_NUMBER: Final = re.compile(r"[+-]?\d+(?:[.,]\d+)?(?:[eE][+-]?\d+)?")
_YES: Final = frozenset({"true", "yes", "1", "y"})
_NO: Final = frozenset({"false", "no", "0", "n"})


@dataclass(frozen=True, slots=True)
class Facts:
    """An object, where it stands in the payload, and where findings about it go."""

    publication: Publication
    pointer: str
    members: Mapping[str, object]
    zone: ZoneInfo
    """Of times without an offset."""
    is_zone_known: bool = False
    """The format fixes that zone: then it is no guess, and no finding."""
    lot_id: str | None = field(default=None)

    def of(self, lot_id: str) -> "Facts":
        """Return the same facts, known to be about this lot."""
        return replace(self, lot_id=lot_id)

    def get(self, name: str) -> object:
        return self.members.get(name)

    def find(self, code: str, name: str = "", **places: object) -> None:
        """Add a finding about the object, or about its member `name`."""
        self.publication.find(code, below(self.pointer, name), self.lot_id, **places)

    def inner(self, name: str) -> "Facts":
        """Return the object in a member; one without members where there is none."""
        inner = self.members.get(name)
        members = inner if isinstance(inner, Mapping) else {}
        return replace(self, pointer=below(self.pointer, name), members=members)

    def each(self, name: str) -> Iterator["Facts"]:
        """Yield the objects of a list in a member; a lone object is a list of one."""
        for pointer, element in elements(self.members.get(name), below(self.pointer, name)):
            if isinstance(element, Mapping):
                yield replace(self, pointer=pointer, members=element)

    def count(self, name: str) -> int | None:
        """Read a count; None, with a finding, for what is no data, no number or negative."""
        written = self.members.get(name)
        if written in (None, ""):
            return None
        try:
            count = count_of(written)
        except ValueError:
            self.find("bad-number", name, field=name, value=written)
            return None
        if count is None:
            self.find("no-data", name, field=name, value=written)
        elif count < 0:
            self.find("negative-count", name, field=name, value=written)
            return None
        return count

    def number(self, name: str) -> float | None:
        """Read a finite number, text with a decimal comma too; None for anything else."""
        return number_of(self.members.get(name))

    def text(self, name: str, longest: int = LONGEST_NAME) -> str | None:
        """Read a line of text, tidied and cut; a number counts as text, other things as none."""
        return line_of(self.members.get(name), longest)

    def word(self, name: str) -> str:
        """Read a word of a vocabulary, in small letters; empty where there is none."""
        return (self.text(name) or "").casefold()

    def flag(self, name: str) -> bool | None:
        """Read yes or no, in words too; None for anything else."""
        written = str(self.members.get(name)).strip().casefold()
        return True if written in _YES else False if written in _NO else None

    def moment(self, name: str) -> str | None:
        """Read a time: RFC 3339 with an offset; None, with a finding, for what is none."""
        written = self.members.get(name)
        if written in (None, ""):
            return None
        read = moment_of(written, self.zone)
        if read is None:
            self.find("bad-time", name, value=written)
            return None
        moment, is_guessed = read
        if is_guessed and not self.is_zone_known:
            self.find("naive-time", name, value=written, zone=self.zone.key)
        return moment


def below(pointer: str, name: str | int) -> str:
    """Return the JSON pointer of a member or element; the object's own for an empty name."""
    if name == "":
        return pointer
    return f"{pointer}/{str(name).replace('~', '~0').replace('/', '~1')}"


def elements(value: object, pointer: str) -> Iterator[tuple[str, object]]:
    """Yield what a list holds with its pointers; a lone object is a list of one."""
    if isinstance(value, Mapping):
        yield pointer, value
    elif isinstance(value, Sequence) and not isinstance(value, str | bytes):
        for index, element in enumerate(value):
            yield below(pointer, index), element


def number_of(written: object) -> float | None:
    """Read a finite number, text with a decimal comma too; None for anything else."""
    if isinstance(written, bool) or not isinstance(written, int | float | str):
        return None
    if isinstance(written, str):
        if not _NUMBER.fullmatch(written.strip()):
            return None
        written = written.strip().replace(",", ".")
    try:
        number = float(written)
    except OverflowError:
        return None
    return number if math.isfinite(number) else None


def line_of(written: object, longest: int = LONGEST_NAME) -> str | None:
    """Make one tidy line of a text or number: no control characters, single spaces, cut."""
    if isinstance(written, bool) or not isinstance(written, int | float | str):
        return None
    visible = (" " if unicodedata.category(c)[0] == "C" else c for c in str(written))
    line = " ".join("".join(visible).split())
    return line[:longest].rstrip() or None

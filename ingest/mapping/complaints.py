"""Complaints about a mapping file: each with its key, and the known one that comes nearest."""

import difflib
from collections.abc import Iterable, Mapping
from typing import Final

from ingest.formats.findings import Finding

_SIMILAR: Final = 0.5


class Complaints:
    """What is wrong with a file, gathered so that its author sees all at once."""

    def __init__(self) -> None:
        self.findings: list[Finding] = []

    def key(self, pointer: str, key: str, known: Iterable[str]) -> None:
        """The key is none that is known there."""
        near = nearest(key, known)
        self.findings.append(
            Finding("mapping-key", f"{pointer}/{key}", None, {"value": key, "near": near})
        )

    def value(self, pointer: str, value: object, expected: str, near: str = "") -> None:
        """The value is not what its key takes."""
        hint = f"{expected} → {near}" if near else expected
        self.findings.append(
            Finding("mapping-value", pointer, None, {"value": value, "expected": hint})
        )

    def unknown_keys(self, pointer: str, table: Mapping[str, object], known: Iterable[str]) -> None:
        """Complain of every key that is none of the known."""
        allowed = list(known)
        for key in table:
            if key not in allowed:
                self.key(pointer, key, allowed)


def nearest(word: str, known: Iterable[str]) -> str:
    """Return the known word most like it; all of them where none is."""
    listed = list(known)
    near = difflib.get_close_matches(word, listed, n=1, cutoff=_SIMILAR)
    return near[0] if near else ", ".join(listed)

"""Checked: the outcome of a check, as the command and the operator's call tell it."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from ingest.formats.findings import Finding
from parking.words import Words

PROBLEMS_TOLD: Final = 1_000


@dataclass(slots=True)
class CheckedLot:
    """A lot that would get in: its description, and the last of its values in the payload.

    `description` and `values` are in the words of the registration and of reports. `has_row` is
    False where the payload has values of the lot but no description.
    """

    lot_id: str
    description: dict[str, object] = field(default_factory=dict)
    values: list[dict[str, object]] = field(default_factory=list)
    is_open: bool | None = None
    has_row: bool = True

    def to_dict(self) -> dict[str, object]:
        """Return the lot as JSON members; what is not known is left out."""
        members: dict[str, object] = {**self.description, "lot_id": self.lot_id}
        if self.is_open is not None:
            members["is_open"] = self.is_open
        return members | {"values": self.values, "is_described": self.has_row}


@dataclass(slots=True)
class Checked:
    """What a payload is and what would become of it.

    `format` is None where it is in none that is known; then `nearest` and `lacks` say which it is
    most like, and what it would need. Counts are of records: descriptions, values, open or closed.
    """

    format: str | None
    title: Words | None = None
    nearest: str | None = None
    lacks: Words | None = None
    mapping: str | None = None
    """The mapping that was guessed, as a file to save, mend and use."""
    lots: list[CheckedLot] = field(default_factory=list)
    accepted_lots: int = 0
    accepted_values: int = 0
    rejected: int = 0
    problems: list[Finding] = field(default_factory=list)

    @property
    def accepted(self) -> int:
        return self.accepted_lots + self.accepted_values

    @property
    def is_good(self) -> bool:
        """Whether anything of it would get in."""
        return self.accepted > 0

    def counted(self) -> Sequence[tuple[str, int]]:
        """Return how often each finding comes, those that block first, then by number."""
        times = Counter(problem.code for problem in self.problems)
        blocks = {problem.code: problem.kind.blocks for problem in self.problems}
        return sorted(times.items(), key=lambda one: (not blocks[one[0]], -one[1], one[0]))

    def to_dict(self) -> Mapping[str, object]:
        """Return it as JSON members; of the same problem at most `PROBLEMS_TOLD` are told."""
        members: dict[str, object] = {
            "format": self.format,
            "title": None if self.title is None else self.title.en,
            "title_zh": None if self.title is None else self.title.zh,
            "nearest": self.nearest,
            "lacks": None if self.lacks is None else self.lacks.en,
            "lacks_zh": None if self.lacks is None else self.lacks.zh,
            "mapping": self.mapping,
        }
        told = {name: value for name, value in members.items() if value is not None}
        return {
            "format": None,
            **told,
            "accepted": self.accepted,
            "accepted_lots": self.accepted_lots,
            "accepted_values": self.accepted_values,
            "rejected": self.rejected,
            "lots": [lot.to_dict() for lot in self.lots],
            "problems": [problem.to_dict() for problem in self.problems[:PROBLEMS_TOLD]],
            "problem_counts": dict(self.counted()),
        }

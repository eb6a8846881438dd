"""What a reader of a file hands on: a row with its place, or why there is none."""

from collections.abc import Mapping
from dataclasses import dataclass

from parking.problems import Problem


class UnreadableFileError(Exception):
    """The file as a whole is not what it should be; says what to mend."""


@dataclass(frozen=True, slots=True)
class Row:
    """One lot or area as it was written; `pointer` says where in the file."""

    pointer: str
    fields: Mapping[str, object]


@dataclass(frozen=True, slots=True)
class RejectedRow:
    """A row that did not land, and the first reason."""

    problem: Problem
    row_id: str | None = None

    def to_dict(self) -> dict[str, object]:
        """The problem's members, and the row's id where it has one."""
        return {**self.problem.to_dict(), "id": self.row_id}

"""Table: columns with names, titles and units, and rows. It knows no file format."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from math import isfinite
from typing import Any, Final, Literal, NamedTuple

Kind = Literal["text", "integer", "number", "flag", "time", "day", "geometry"]
"""`time` cells are RFC 3339 text, `day` cells `YYYY-MM-DD`, `geometry` cells GeoJSON objects."""
_OF_TYPE: Final[dict[type, Kind]] = {bool: "flag", int: "integer", float: "number", str: "text"}


class Column(NamedTuple):
    """`name` is the member's name in JSON; `unit` as figures have it, where 0-1 is a share.

    Without a `kind` the column's cells tell it, and a column of nulls is taken for numbers where
    it has a unit, else for text. So say it of times, days and geometries, which are never guessed
    from text, and wherever files of a quiet day must have the same types as those of a busy one.
    """

    name: str
    zh: str
    en: str
    unit: str | None = None
    kind: Kind | None = None

    @property
    def title(self) -> str:
        """Return what people read above the column, in both languages."""
        unit = "" if self.unit is None or self.unit == "0-1" else f" ({self.unit})"
        return f"{self.zh} · {self.en}{unit}"


@dataclass(frozen=True)
class Table:
    """`name` is lower-case ASCII: what files and sheets are called. Null is None in any kind."""

    name: str
    columns: Sequence[Column]
    rows: Sequence[Sequence[Any]]

    def check(self) -> None:
        """Refuse with ValueError what no file can hold: rows of another width, NaN, infinities."""
        for number, row in enumerate(self.rows):
            if len(row) != len(self.columns):
                raise ValueError(f"row {number} has {len(row)} cells, not {len(self.columns)}")
            for cell in row:
                if isinstance(cell, float) and not isfinite(cell):
                    raise ValueError(f"row {number} holds {cell}; say None where there is none")

    def kinds(self) -> list[Kind]:
        """Return each column's kind: as it was said, else as its cells tell."""
        return [
            column.kind or _kind_of(column, [row[place] for row in self.rows])
            for place, column in enumerate(self.columns)
        ]

    def members(self) -> Iterator[dict[str, Any]]:
        """Return each row as the object it is in JSON."""
        names = [column.name for column in self.columns]
        return (dict(zip(names, row, strict=True)) for row in self.rows)

    def without(self, unwanted: Kind) -> "Table":
        """Leave out the columns of a kind."""
        kept = [place for place, kind in enumerate(self.kinds()) if kind != unwanted]
        if len(kept) == len(self.columns):
            return self
        rows = [[row[place] for place in kept] for row in self.rows]
        return Table(self.name, [self.columns[place] for place in kept], rows)


def _kind_of(column: Column, cells: Sequence[object]) -> Kind:
    types = {type(cell) for cell in cells if cell is not None}
    if not types:
        return "text" if column.unit is None else "number"
    if types == {int, float}:
        return "number"
    found = types.pop()
    if types:
        told = ", ".join(sorted(one.__name__ for one in {found, *types}))
        raise TypeError(f"column {column.name} mixes {told}")
    return "geometry" if issubclass(found, Mapping) else _OF_TYPE[found]

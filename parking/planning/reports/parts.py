"""What a report is made of, whoever prints it: chapters, sections, figures, tables, drawings."""

from msgspec import Struct

from parking.planning.reports.drawing import Drawing
from parking.words import Lang


class Paragraph(Struct, frozen=True, tag=True):
    """Plain text."""

    text: str


class Tile(Struct, frozen=True):
    """One figure that is shown large: its name, value and unit, and a line below."""

    name: str
    value: str
    unit: str
    below: str = ""


class Tiles(Struct, frozen=True, tag=True):
    """Figures side by side."""

    tiles: tuple[Tile, ...]


class Heading(Struct, frozen=True):
    """A column's title; numbers stand to the right. `share` of the width, of all columns'."""

    title: str
    is_number: bool = True
    share: float = 1.0


class Grid(Struct, frozen=True, tag=True):
    """A table of texts; every row has a cell for each heading."""

    caption: str
    headings: tuple[Heading, ...]
    rows: tuple[tuple[str, ...], ...]


class Picture(Struct, frozen=True, tag=True):
    """A drawing and what is written below it."""

    drawing: Drawing
    caption: str


class Lines(Struct, frozen=True, tag=True):
    """A list of remarks."""

    lines: tuple[str, ...]


Part = Paragraph | Tiles | Grid | Picture | Lines


class Section(Struct, frozen=True):
    """Some parts under a title."""

    title: str
    parts: tuple[Part, ...]


class Chapter(Struct, frozen=True):
    """Begins on a page of its own; `about` says time, place and coverage, and stands first."""

    title: str
    about: tuple[str, ...]
    sections: tuple[Section, ...]


class Report(Struct, frozen=True):
    """`until_us` is the moment up to which its data reach, and the only date it is given."""

    title: str
    lang: Lang
    until_us: int
    chapters: tuple[Chapter, ...]

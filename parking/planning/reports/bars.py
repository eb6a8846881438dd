"""Bars: one share for each of some places, and columns of how many for each of some lengths."""

from collections.abc import Iterator, Sequence
from typing import Final

from msgspec import Struct

from parking.planning.reports.drawing import (
    FAINT,
    GRID,
    INK,
    MARK,
    SERIES,
    TEXT_SIZE,
    WIDTH,
    Drawing,
    Label,
    Line,
    Shape,
    box,
    cut_to,
    hatched,
    text_width,
)
from parking.planning.reports.figures import share_text, whole_share_text
from parking.planning.reports.plot import TARGET

_NAMES: Final = 130.0
_ROW: Final = 15.0
_VALUES: Final = 42.0
_TOP: Final = 14.0


class Bar(Struct, frozen=True):
    """A place and its share; None is not known, and is drawn as that."""

    name: str
    value: float | None


def bars(rows: Sequence[Bar], told: str, unknown_name: str) -> Drawing:
    """Draw them from left to right, with the 85 % line."""
    width = WIDTH - _NAMES - _VALUES
    bottom = _TOP + _ROW * len(rows)
    mark = _NAMES + TARGET * width
    shapes: list[Shape] = [
        Line((_NAMES, _TOP), (_NAMES, bottom), GRID),
        Line((mark, _TOP - 3), (mark, bottom), MARK, 0.8, (3.0, 2.0)),
        Label((mark, _TOP - 5), whole_share_text(TARGET), color=MARK, anchor="middle"),
    ]
    for place, row in enumerate(rows):
        shapes += _bar(row, _TOP + place * _ROW, width, unknown_name)
    return Drawing(bottom + 4, tuple(shapes), told)


def _bar(row: Bar, y: float, width: float, unknown_name: str) -> Iterator[Shape]:
    name = cut_to(row.name, _NAMES - 8)
    yield Label((_NAMES - 6, y + 10.5), name, color=INK, anchor="end")
    if row.value is None:
        yield from hatched(_NAMES, y + 3, width, _ROW - 5)
        yield Label((_NAMES + 6, y + 11), unknown_name, color=FAINT)
        return
    yield box(_NAMES, y + 3, max(0.5, min(1.0, row.value) * width), _ROW - 5, SERIES[0])
    yield Label((WIDTH, y + 10.5), share_text(row.value), anchor="end")


class Group(Struct, frozen=True):
    """How many of one kind fell into each bin; None is not told."""

    name: str
    counts: tuple[int | None, ...]


def columns(groups: Sequence[Group], bins: Sequence[str], told: str) -> Drawing:
    """Draw each group's share of its own total in each bin, side by side."""
    height, top = 110.0, 20.0
    bottom, slot = height - 18.0, WIDTH / len(bins)
    shapes: list[Shape] = [Line((0.0, bottom), (WIDTH, bottom), GRID)]
    shares = [_shares(group) for group in groups]
    most = max((share for row in shares for share in row if share is not None), default=1.0)
    each = (slot - 10.0) / max(1, len(groups))
    for place, text in enumerate(bins):
        shapes.append(Label(((place + 0.5) * slot, bottom + 12), text, 7.5, FAINT, "middle"))
        for number, row in enumerate(shares):
            x, share = place * slot + 5.0 + number * each, row[place]
            if share is not None and most:
                tall = share / most * (bottom - top - 12)
                fill = SERIES[number % len(SERIES)]
                shapes.append(box(x, bottom - tall, each - 1.5, tall, fill))
                at = (x + (each - 1.5) / 2, bottom - tall - 2)
                shapes.append(Label(at, whole_share_text(share), 6.5, FAINT, "middle"))
    shapes += _keys([group.name for group in groups])
    return Drawing(height, tuple(shapes), told)


def _shares(group: Group) -> list[float | None]:
    whole = sum(count for count in group.counts if count is not None)
    return [None if count is None or not whole else count / whole for count in group.counts]


def _keys(names: Sequence[str]) -> Iterator[Shape]:
    x = 0.0
    for place, name in enumerate(names):
        yield box(x, 4.0, 9.0, 8.0, SERIES[place % len(SERIES)])
        yield Label((x + 13, 11.0), name)
        x += 13 + text_width(name, TEXT_SIZE) + 16

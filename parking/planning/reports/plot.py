"""Plot: shares over time, with the 85 % line, bands from day to day, and gaps where unknown."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby
from typing import Final

from msgspec import Struct

from parking.planning.reports.drawing import (
    DASHES,
    FAINT,
    GRID,
    MARK,
    SERIES,
    TEXT_SIZE,
    WIDTH,
    Drawing,
    Label,
    Line,
    Patch,
    Path,
    Point,
    Shape,
    hatched,
    text_width,
)
from parking.planning.reports.figures import whole_share_text

TARGET: Final = 0.85
"""One free space in seven: from there on drivers begin to search."""
_LEFT, _RIGHT, _TOP, _BOTTOM = 34.0, 14.0, 20.0, 18.0
_TICKS: Final = (0.0, 0.25, 0.5, 0.75, 1.0)
_SAMPLE: Final = 18.0
_BAND_OPACITY: Final = 0.16


class Curve(Struct, frozen=True):
    """Shares at places along the time axis; None is a gap. `low` and `high` make its band."""

    name: str
    at: tuple[float, ...]
    values: tuple[float | None, ...]
    low: tuple[float | None, ...] = ()
    high: tuple[float | None, ...] = ()


class TimeAxis(Struct, frozen=True):
    """From `first` to `last` in any unit, with what is written at some places of it."""

    first: float
    last: float
    ticks: tuple[tuple[float, str], ...]


def plot(
    curves: Sequence[Curve],
    axis: TimeAxis,
    told: str,
    *,
    unknown: Iterable[tuple[float, float]] = (),
    unknown_name: str = "",
    height: float = 170.0,
) -> Drawing:
    """Draw curves; `unknown` are stretches of the axis that are hatched, with their name."""
    frame, stretches = _Frame(axis, height), list(unknown)
    shapes: list[Shape] = []
    for begin, end in stretches:
        x = frame.x(begin)
        shapes += hatched(x, frame.top, frame.x(end) - x, frame.bottom - frame.top)
    shapes += _grid(frame)
    for place, curve in enumerate(curves):
        shapes += _band(curve, frame, SERIES[place % len(SERIES)])
    for place, curve in enumerate(curves):
        shapes += _lines(curve, frame, place)
    shapes += _legend([curve.name for curve in curves], unknown_name if stretches else "")
    return Drawing(height, tuple(shapes), told)


class _Frame:
    """Where places of the axis and shares are drawn."""

    def __init__(self, axis: TimeAxis, height: float) -> None:
        self.axis = axis
        self.top, self.bottom = _TOP, height - _BOTTOM

    def x(self, at: float) -> float:
        span = self.axis.last - self.axis.first
        return _LEFT + (at - self.axis.first) / span * (WIDTH - _LEFT - _RIGHT)

    def y(self, share: float) -> float:
        return self.bottom - min(1.0, max(0.0, share)) * (self.bottom - self.top)


def _grid(frame: _Frame) -> Iterator[Shape]:
    right = WIDTH - _RIGHT
    for tick in _TICKS:
        y = frame.y(tick)
        yield Line((_LEFT, y), (right, y), GRID)
        yield Label((_LEFT - 4, y + 3), whole_share_text(tick), color=FAINT, anchor="end")
    for at, text in frame.axis.ticks:
        x = frame.x(at)
        yield Line((x, frame.bottom), (x, frame.bottom + 3), GRID)
        yield Label((x, frame.bottom + 13), text, color=FAINT, anchor="middle")
    y = frame.y(TARGET)
    yield Line((_LEFT, y), (right, y), MARK, 0.8, (3.0, 2.0))
    yield Label((right, y - 2.5), whole_share_text(TARGET), color=MARK, anchor="end")


def _band(curve: Curve, frame: _Frame, fill: str) -> Iterator[Shape]:
    if not curve.low:
        return
    marks = zip(curve.at, curve.low, curve.high, strict=True)
    for known, run in groupby(marks, lambda mark: mark[1] is not None and mark[2] is not None):
        stretch = [(at, low or 0.0, high or 0.0) for at, low, high in run]
        if known and len(stretch) > 1:
            upper = [(frame.x(at), frame.y(high)) for at, _, high in stretch]
            lower = [(frame.x(at), frame.y(low)) for at, low, _ in reversed(stretch)]
            yield Patch((*upper, *lower), fill, _BAND_OPACITY)


def _lines(curve: Curve, frame: _Frame, place: int) -> Iterator[Shape]:
    color, dash = SERIES[place % len(SERIES)], DASHES[place % len(DASHES)]
    marks = zip(curve.at, curve.values, strict=True)
    for known, run in groupby(marks, lambda mark: mark[1] is not None):
        if known:
            points = tuple((frame.x(at), frame.y(value or 0.0)) for at, value in run)
            yield Path(_drawable(points), color, dash=dash)


def _drawable(points: tuple[Point, ...]) -> tuple[Point, ...]:
    """Make a single known place between two gaps a short stroke, that it is seen."""
    if len(points) > 1:
        return points
    ((x, y),) = points
    return ((x - 1.5, y), (x + 1.5, y))


def _legend(names: Sequence[str], unknown_name: str) -> Iterator[Shape]:
    x = _LEFT
    for place, name in enumerate(names):
        line = ((x, 8.0), (x + _SAMPLE, 8.0))
        yield Path(line, SERIES[place % len(SERIES)], dash=DASHES[place % len(DASHES)])
        yield Label((x + _SAMPLE + 4, 11.0), name)
        x += _SAMPLE + text_width(name, TEXT_SIZE) + 18
    if unknown_name:
        yield from hatched(x, 3.0, _SAMPLE, 9.0, 4.0)
        yield Label((x + _SAMPLE + 4, 11.0), unknown_name)

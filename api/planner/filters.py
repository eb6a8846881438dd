"""What may be asked of every planner's table: which lots, which spaces, when, on which days.

A parameter that is not known is refused: a filter that was misspelt would show the whole city.
"""

from collections.abc import Collection
from typing import Annotated, ClassVar, Final

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, WithJsonSchema

from api.dependencies import Moment, parse_box
from api.lots.listing import area_and_below
from parking.clock import to_us
from parking.directory import Directory
from parking.planning.chosen_lots import LotChoice
from parking.planning.period import DEFAULT_US, Period, TakesDay, every_day, period_of
from parking.problems import Problem, ProblemError
from parking.sharing.day_calendar import DayCalendar
from parking.sharing.terms import DAY_CLASSES, DayClass
from parking.vocabulary import LAND_USES, SPACE_CLASSES, LandUse, LotClass, SpaceClass

_PLACES: Final = ("lot_id", "area", "bbox")


def several(words: Collection[str]) -> tuple[BeforeValidator, WithJsonSchema]:
    """Read `a,b` and `a` twice alike; what is none of the words is refused in plain words."""

    def read(said: object) -> list[str] | None:
        texts = said if isinstance(said, list) else [said]
        parts = [part for text in texts for part in str(text).split(",") if part]
        wrong = next((part for part in parts if part not in words), None)
        if wrong is not None:
            raise ValueError(f"{wrong[:40]!r} is none of {', '.join(words)}")
        return list(dict.fromkeys(parts)) or None

    schema = {"type": "array", "items": {"type": "string", "enum": list(words)}}
    return BeforeValidator(read), WithJsonSchema(schema)


_SEVERAL: Final = "Repeat, or separate by commas"


class Spaces(BaseModel):
    """Which spaces."""

    model_config = ConfigDict(extra="forbid")

    space_class: Annotated[list[SpaceClass] | None, *several(SPACE_CLASSES)] = Field(
        None, description=f"{_SEVERAL}; all classes where nothing is said"
    )

    @property
    def classes(self) -> tuple[SpaceClass, ...]:
        return tuple(self.space_class or SPACE_CLASSES)


class Days(BaseModel):
    """On days of which classes."""

    day_class: Annotated[list[DayClass] | None, *several(DAY_CLASSES)] = Field(
        None, description=f"{_SEVERAL}. A make-up day is a workday"
    )

    def takes_day(self, calendar: DayCalendar) -> TakesDay:
        """Tell which days are asked for, by the city's calendar."""
        if self.day_class is None:
            return every_day
        wanted = frozenset(self.day_class)
        return lambda day: calendar.day_class(day) in wanted


class Times(Spaces, Days):
    """Which spaces, and when."""

    default_us: ClassVar[int] = DEFAULT_US

    begin: Moment | None = Field(
        None,
        alias="from",
        description="RFC 3339; else 7 days before `to`, 28 for profiles, hot areas, opportunities",
    )
    end: Moment | None = Field(
        None, alias="to", description="RFC 3339; both are widened to steps of 5 min, and end now"
    )

    def period(self, now_us: int) -> Period:
        """Return the time as it is used."""
        begin_us, end_us = (None if at is None else to_us(at) for at in (self.begin, self.end))
        return period_of(begin_us, end_us, now_us, self.default_us)


class Filters(Spaces):
    """Which lots and spaces; every condition must hold."""

    lot_id: str | None = Field(None, max_length=96, description="One lot")
    area: str | None = Field(None, max_length=64, description="An area's code, and all below it")
    bbox: str | None = Field(
        None, max_length=200, description="west,south,east,north in degrees, WGS-84"
    )
    operator: str | None = Field(None, max_length=64, description="An operator's id")
    land_use: Annotated[list[LandUse] | None, *several(LAND_USES)] = Field(
        None, description=_SEVERAL
    )
    lot_class: LotClass | None = None

    def choice(self, directory: Directory) -> LotChoice:
        """Make it a choice of lots; ProblemError where it names two places."""
        named = [name for name in _PLACES if getattr(self, name) is not None]
        if len(named) > 1:
            told = f"Ask for one place: {' or '.join(named)}."
            raise ProblemError(Problem("bad-request", told, pointer=f"/query/{named[1]}"))
        return LotChoice(
            lot_id=self.lot_id,
            area=self.area,
            area_codes=None if self.area is None else area_and_below(directory, self.area),
            box=None if self.bbox is None else parse_box(self.bbox),
            operator_id=self.operator,
            land_uses=None if self.land_use is None else tuple(self.land_use),
            lot_class=self.lot_class,
        )


class Asked(Filters, Times):
    """Which lots and spaces, and when."""

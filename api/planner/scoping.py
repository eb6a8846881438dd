"""Makes of what was asked the lots, times and stored parts that an answer is made of."""

from collections.abc import Sequence
from typing import Final

from api.planner.filters import Times
from parking.directory import Directory
from parking.planning.chosen_lots import (
    ChosenLot,
    LotChoice,
    Places,
    as_areas,
    as_cells,
    as_lots,
    counted_once,
    counted_once_among,
)
from parking.planning.scope import LeftOut, Scope
from parking.problems import Problem, ProblemError
from parking.storage.postgres.planning.reading import Reading

WORTH_CELLS: Final = 200
"""Of fewer lots their own sums are read as fast as those of cells are found."""


async def scope_of(
    reading: Reading,
    asked: Times,
    choice: LotChoice,
    directory: Directory,
    now_us: int,
    zone: str,
) -> Scope:
    """Choose the lots of an answer; ProblemError for a place that is not there.

    `zone` is the city's, in which an answer about many lots is told.
    """
    period = asked.period(now_us)
    lots, left_out = await chosen_lots(reading, choice, directory, period.from_us)
    return Scope(
        lots=lots,
        left_out=left_out,
        places=await _places(reading, choice, lots, directory, period.from_us),
        classes=asked.classes,
        period=period,
        takes_day=asked.takes_day(reading.calendar),
        summed_up=reading.summed_up,
        zone=lots[-1].zone if choice.lot_id is not None else zone,
    )


async def chosen_lots(
    reading: Reading, choice: LotChoice, directory: Directory, since_us: int
) -> tuple[list[ChosenLot], LeftOut]:
    """Read the lots that were asked for, and how many sums and twins were left out of them.

    These are left out wherever others may be counted for them; one that is asked for by its id is
    shown as it is, and an operator's own figures keep what another's lot is counted for.
    ProblemError where a lot, area or operator is not there at all.
    """
    found = await reading.lots(choice, since_us)
    if not found:
        refuse_unknown(choice, directory)
    if choice.lot_id is not None:
        return found, LeftOut()
    lots = counted_once(found) if choice.operator_id is None else counted_once_among(found)
    sums = sum(lot.is_aggregate for lot in found)
    return lots, LeftOut(sums, twins=len(found) - len(lots) - sums)


def refuse_unknown(choice: LotChoice, directory: Directory) -> None:
    """Raise ProblemError where a lot, area or operator that was named is not there at all."""
    area, operator_id = choice.area, choice.operator_id
    if choice.lot_id is not None:
        raise ProblemError(Problem("not-found", "There is no such lot."))
    if area is not None and directory.find_area(area) is None:
        raise ProblemError(Problem("not-found", "There is no such area.", pointer="/query/area"))
    if operator_id is not None and directory.find_operator(operator_id) is None:
        told = "There is no such operator."
        raise ProblemError(Problem("not-found", told, pointer="/query/operator"))


async def _places(
    reading: Reading,
    choice: LotChoice,
    lots: Sequence[ChosenLot],
    directory: Directory,
    since_us: int,
) -> list[Places]:
    """Choose whose sums stand for the lots: areas', cells', or the lots' own."""
    if choice.is_of_areas:
        return as_areas(lots, area_parents(directory, choice.area_codes))
    if len(lots) < WORTH_CELLS:
        return as_lots(lots)
    return as_cells(lots, counted_once(await reading.lots(LotChoice(), since_us)))


def area_parents(
    directory: Directory, codes: frozenset[str] | None = None
) -> dict[str, str | None]:
    """Return the areas of the city, or these of them, and in which each lies."""
    return {
        area.area_code: area.parent_code
        for area in directory.areas()
        if codes is None or area.area_code in codes
    }

"""Chooses the lots of a map: those of every place in which one lies that was asked for.

So a cell at the edge of the screen is told of as a whole, and its figure does not change with it.
"""

from dataclasses import replace

from api.planner.asked import MapAsked
from api.planner.grouping import Grouping, grouping_by
from api.planner.scoping import chosen_lots
from parking.directory import Directory
from parking.planning.chosen_lots import ChosenLot, LotChoice, as_groups, as_lots, counted_once
from parking.planning.scope import Scope
from parking.storage.postgres.planning.reading import Reading


async def map_scope(
    reading: Reading, asked: MapAsked, directory: Directory, now_us: int, zone: str
) -> tuple[Scope, Grouping]:
    """Choose them, and how they are put into places; ProblemError for a place that is not there."""
    period, choice = asked.period(now_us), asked.choice(directory)
    lots, left_out = await chosen_lots(reading, choice, directory, period.from_us)
    grouping = grouping_by(
        asked.by, directory, lots, resolution=asked.cell_resolution, level=asked.level
    )
    everyone = lots
    if choice != LotChoice() and asked.by != "lot":
        everyone = counted_once(await reading.lots(LotChoice(), period.from_us))
        if choice.box is not None:
            beside = replace(choice, box=None)
            wider, left_out = await chosen_lots(reading, beside, directory, period.from_us)
            lots = _of_the_same_places(wider, lots, grouping)
    named = [lot for lot in lots if grouping.region_of(lot) is not None]
    places = as_lots(named) if asked.by == "lot" else as_groups(named, everyone, grouping.region_of)
    return (
        Scope(
            lots=named,
            left_out=left_out,
            places=places,
            classes=asked.classes,
            period=period,
            takes_day=asked.takes_day(reading.calendar),
            summed_up=reading.summed_up,
            zone=zone,
        ),
        grouping,
    )


def _of_the_same_places(
    wider: list[ChosenLot], lots: list[ChosenLot], grouping: Grouping
) -> list[ChosenLot]:
    wanted = {grouping.region_of(lot) for lot in lots}
    return [lot for lot in wider if grouping.region_of(lot) in wanted]

"""Reads which lots figures are about, those that have gone since included."""

from itertools import starmap

from parking.clock import from_us
from parking.planning.chosen_lots import ChosenLot, LotChoice
from parking.storage.postgres.pool import Connection
from parking.storage.postgres.queries import query


async def choose_lots(connection: Connection, choice: LotChoice, since_us: int) -> list[ChosenLot]:
    """Read them in the order of their ids; those that had gone before `since_us` are left out."""
    box = choice.box
    rows = await connection.fetch(
        query("planning/read_lots"),
        choice.lot_id,
        None if choice.area_codes is None else sorted(choice.area_codes),
        *((None,) * 4 if box is None else (box.west, box.south, box.east, box.north)),
        choice.operator_id,
        choice.land_uses,
        choice.lot_class,
        from_us(since_us),
    )
    return list(starmap(ChosenLot, rows))

"""`onelot aggregates`: lots that are sums of others, looked for now. A composition root."""

from functools import partial
from pathlib import Path

import click

from api.commands.options import data_dir_option, json_option, say
from api.commands.registry_work import on_registry
from ingest.rollup.finding_sums import LOOK_BACK_US, find_in_history
from parking.clock import DAY_US, CityClock
from parking.planning.sums.words import told_of_sum
from parking.storage.postgres.clock import PostgresClock
from parking.storage.postgres.planning.lot_aggregates import LotAggregates, SaidOfLot
from parking.storage.postgres.pool import Pool


@click.group()
def aggregates() -> None:
    """Lots whose counts are sums of other lots': they are counted in no area and no city."""


@aggregates.command()
@click.option(
    "--days",
    default=LOOK_BACK_US // DAY_US,
    show_default=True,
    type=click.IntRange(1, 366),
    help="So far back: some lots are rarely known together.",
)
@data_dir_option
@json_option
def find(days: int, data_dir: Path | None, *, as_json: bool) -> None:
    """Look through the newest history, as `onelot work` does once a day.

    What a person has said of a lot stays as it is.
    """
    found, standing = on_registry(data_dir, partial(_find, days=days))
    told = {"found": found, "standing": [_told(said) for said in standing]}
    say(told, _words(found, standing), as_json=as_json)


async def _find(pool: Pool, days: int) -> tuple[int, list[SaidOfLot]]:
    store = PostgresClock(pool)
    clock = CityClock(await store.read(), store.real_us)
    known = LotAggregates(pool)
    found = await find_in_history(known, clock.now_us(), days * DAY_US)
    return len(found), [said for said in await known.all() if said.is_aggregate]


def _told(said: SaidOfLot) -> dict[str, object]:
    return {"lot_id": said.lot_id, "parts": said.part_ids, "is_found": said.is_found}


def _words(found: int, standing: list[SaidOfLot]) -> str:
    lines = [f"{found} found anew, {len(standing)} in all"]
    lines += [
        f"  {said.lot_id}: {told_of_sum(said.part_ids, said.evidence, is_aggregate=True)}"
        for said in standing
    ]
    return "\n".join(lines)

"""`onelot simulate past`: what the simulated Jinan did before. Wires the simulator; no more."""

import os
from pathlib import Path

import click
import httpx

from api.commands.simulated_options import (
    keys_option,
    listen_for_stop,
    lots_option,
    read_feed_keys,
    seed_option,
    url_option,
)
from simulator.city_client import CityBusyError, CityRefusedError
from simulator.jinan_data import jinan
from simulator.past.sending import send_past

BEHIND_OTHERS = 10
"""How nice we are to the processes of the city: it is there for whoever looks at it now."""


@click.command("past", short_help="Send what was before as history. 补录模拟历史")
@lots_option
@seed_option
@url_option
@keys_option
@click.option("--days", default=14, show_default=True, type=click.IntRange(1, 366))
@click.option(
    "--note",
    "note_file",
    default=Path("simulated-past.json"),
    show_default=True,
    type=click.Path(dir_okay=False, path_type=Path),
    help="Says what is being sent, until it is; a second start goes on with it.",
)
def simulated_past(
    size: int, seed: int, url: str, keys_file: Path, days: int, note_file: Path
) -> None:
    """Send some days up to now, counts every half hour, through the door of history; then end.

    It takes half of the time there is, so that what is live goes on undisturbed.
    """
    stopping = listen_for_stop()
    city = jinan(seed, size)
    keys = read_feed_keys(keys_file, city)
    os.nice(BEHIND_OTHERS)
    try:
        sent = send_past(city, url, keys, days, note_file, stopping)
    except (CityBusyError, CityRefusedError, httpx.TransportError) as error:
        raise click.ClickException(f"{url}: {error}") from error
    click.echo(f"{sent} reports of the past")

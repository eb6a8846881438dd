"""`onelot simulate`: the simulated Jinan, against any city. Wires the simulator; nothing more."""

from pathlib import Path

import click
import httpx
import msgspec

from api.commands.simulate_gate import simulated_gate
from api.commands.simulate_past import simulated_past
from api.commands.simulate_sharing import simulated_sharing
from api.commands.simulated_options import (
    keys_option,
    listen_for_stop,
    lots_option,
    read_feed_keys,
    seed_option,
    url_option,
)
from simulator.city_client import CityBusyError
from simulator.jinan_data import jinan
from simulator.main import run
from simulator.registration import lots_geojson


@click.group()
def simulate() -> None:
    """Cars, sensors and faults of a simulated Jinan."""


simulate.add_command(simulated_gate)
simulate.add_command(simulated_past)
simulate.add_command(simulated_sharing)


@simulate.command("lots", short_help="Write the lots as GeoJSON. 输出停车场")
@lots_option
@seed_option
def simulated_lots(size: int, seed: int) -> None:
    """Write the simulated lots as lots.geojson on stdout; `onelot import` takes it."""
    click.echo(msgspec.json.encode(lots_geojson(jinan(seed, size))))


@simulate.command("run", short_help="Let cars come and go. 开始模拟")
@lots_option
@seed_option
@url_option
@keys_option
@click.option(
    "--ledger",
    default=Path("ledger.jsonl"),
    show_default=True,
    type=click.Path(dir_okay=False, path_type=Path),
    help="Where to write down what truly happened.",
)
def simulated_traffic(size: int, seed: int, url: str, keys_file: Path, ledger: Path) -> None:
    """Let cars come and go until Ctrl-C, and send what the lots' feeds say of it."""
    stopping = listen_for_stop()
    city = jinan(seed, size)
    keys = read_feed_keys(keys_file, city)
    try:
        run(city, url, keys, ledger, stopping)
    except (CityBusyError, httpx.TransportError) as error:
        raise click.ClickException(f"no answer from {url}: {error}") from error

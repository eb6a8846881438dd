"""`onelot simulate`: the simulated Jinan, against any city. Wires the simulator; nothing more."""

import signal
from pathlib import Path

import click
import httpx
import msgspec

from api.commands.simulate_gate import simulated_gate
from api.commands.simulate_sharing import simulated_sharing
from simulator.city_client import CityBusyError
from simulator.jinan_data import jinan
from simulator.main import run
from simulator.registration import lots_geojson

seed_option = click.option("--seed", default=1, show_default=True, help="The same city again.")
lots_option = click.option(
    "--lots", "size", default=600, show_default=True, type=click.IntRange(1, 50_000)
)


@click.group()
def simulate() -> None:
    """Cars, sensors and faults of a simulated Jinan."""


simulate.add_command(simulated_gate)
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
@click.option("--url", default="http://127.0.0.1:8000", show_default=True, help="The city.")
@click.option(
    "--keys",
    "keys_file",
    required=True,
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="JSON object: operator id to API key, one for each simulated operator.",
)
@click.option(
    "--ledger",
    default=Path("ledger.jsonl"),
    show_default=True,
    type=click.Path(dir_okay=False, path_type=Path),
    help="Where to write down what truly happened.",
)
def simulated_traffic(size: int, seed: int, url: str, keys_file: Path, ledger: Path) -> None:
    """Let cars come and go until Ctrl-C, and send what the lots' feeds say of it."""
    stopped: list[int] = []
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda number, _frame: stopped.append(number))
    try:
        keys = msgspec.json.decode(keys_file.read_bytes(), type=dict[str, str])
    except msgspec.DecodeError as error:
        raise click.UsageError(
            f"{keys_file}: not an object of operator ids to keys: {error}"
        ) from error
    city = jinan(seed, size)
    missing = {lot.operator.operator_id for lot in city.lots} - keys.keys()
    if missing:
        raise click.UsageError(f"{keys_file}: no key for {', '.join(sorted(missing))}")
    try:
        run(city, url, keys, ledger, lambda: bool(stopped))
    except (CityBusyError, httpx.TransportError) as error:
        raise click.ClickException(f"no answer from {url}: {error}") from error

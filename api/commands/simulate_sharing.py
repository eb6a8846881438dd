"""`onelot simulate sharing`: tidal sharing in the simulated Jinan. Wires the simulator; no more."""

import asyncio
import signal
from pathlib import Path

import click
import httpx
import msgspec

from parking.sharing.broker_address import BrokerAddress
from simulator.city_client import CityBusyError, CityRefusedError
from simulator.jinan_data import jinan
from simulator.sharing import SharingPlan, share


@click.command("sharing", short_help="Lend spaces and let drivers book them. 潮汐共享")
@click.option("--lots", "size", default=600, show_default=True, type=click.IntRange(1, 50_000))
@click.option("--seed", default=1, show_default=True, help="The same city again.")
@click.option("--url", default="http://127.0.0.1:8000", show_default=True, help="The city.")
@click.option(
    "--keys",
    "keys_file",
    required=True,
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="JSON object: operator id to API key, and under `owner` the key of a resident.",
)
@click.option("--drivers", default=12, show_default=True, type=click.IntRange(0, 100))
@click.option(
    "--drivers-file",
    default=Path("simulator-drivers.json"),
    show_default=True,
    type=click.Path(dir_okay=False, path_type=Path),
    help="Where the drivers' own keys are kept.",
)
@click.option(
    "--mqtt-url", envvar="ONELOT_MQTT_URL", help="The broker of the gates. Or ONELOT_MQTT_URL."
)
def simulated_sharing(
    size: int,
    seed: int,
    url: str,
    keys_file: Path,
    drivers: int,
    drivers_file: Path,
    mqtt_url: str | None,
) -> None:
    """Lend the simulated lots by Jinan's regime; attend their gates; book, come, leave, overstay.

    With --drivers 0 it ends once all is lent.
    """
    try:
        broker = BrokerAddress.parse(mqtt_url) if mqtt_url else None
        keys = msgspec.json.decode(keys_file.read_bytes(), type=dict[str, str])
    except (ValueError, msgspec.DecodeError) as error:
        raise click.UsageError(f"--mqtt-url or {keys_file}: {error}") from error
    if not keys:
        raise click.UsageError(f"{keys_file}: holds no key")
    plan = SharingPlan(jinan(seed, size), url, keys, drivers, drivers_file, broker)
    try:
        lent = asyncio.run(_until_stopped(plan))
    except (CityBusyError, CityRefusedError, httpx.TransportError) as error:
        raise click.ClickException(f"{url}: {error}") from error
    click.echo(f"{lent} lots lend spaces")


async def _until_stopped(plan: SharingPlan) -> int:
    stop = asyncio.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(number, stop.set)
    return await share(plan, stop)

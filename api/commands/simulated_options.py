"""Options of the commands that speak for the simulated city's operators, and how these are read."""

import signal
from collections.abc import Callable
from pathlib import Path

import click
import msgspec

from simulator.city import City

seed_option = click.option("--seed", default=1, show_default=True, help="The same city again.")
lots_option = click.option(
    "--lots", "size", default=600, show_default=True, type=click.IntRange(1, 50_000)
)
url_option = click.option(
    "--url", default="http://127.0.0.1:8000", show_default=True, help="The city."
)
keys_option = click.option(
    "--keys",
    "keys_file",
    required=True,
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="JSON object: operator id to API key, one for each simulated operator.",
)


def read_feed_keys(keys_file: Path, city: City) -> dict[str, str]:
    """Read the keys of all operators of the city; anything missing is a wrong use."""
    try:
        keys = msgspec.json.decode(keys_file.read_bytes(), type=dict[str, str])
    except msgspec.DecodeError as error:
        raise click.UsageError(
            f"{keys_file}: not an object of operator ids to keys: {error}"
        ) from error
    missing = {lot.operator.operator_id for lot in city.lots} - keys.keys()
    if missing:
        raise click.UsageError(f"{keys_file}: no key for {', '.join(sorted(missing))}")
    return keys


def listen_for_stop() -> Callable[[], bool]:
    """Let SIGINT and SIGTERM end what looks at this now and then."""
    stopped: list[int] = []
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda number, _frame: stopped.append(number))
    return lambda: bool(stopped)

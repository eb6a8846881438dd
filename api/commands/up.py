"""`onelot up`: a whole, empty city on this machine."""

from collections.abc import Callable
from pathlib import Path

import click

from api.commands.city import CityOptions, RunningCity, run_city
from api.commands.city_clock import ClockChoice, ClockChoiceType
from api.commands.options import Command, data_dir_option, json_option, say
from api.settings import Settings


def city_options(command: Command) -> Command:
    """The options of every command that runs a whole city; `read_options` takes them."""
    options: tuple[Callable[[Command], Command], ...] = (
        click.option(
            "--clock",
            type=ClockChoiceType(),
            help="The city's time; FROM@SPEED is such as 2026-11-21T06:00:00+08:00@60.",
        ),
        click.option("--workers", type=click.IntRange(1, 64), help="Processes that answer HTTP."),
        data_dir_option,
        click.option("--host", help="Address to listen on.  [default: 127.0.0.1]"),
        click.option("--port", type=click.IntRange(0, 65535), help="0 is a free one.  [8000]"),
    )
    for option in options:
        command = option(command)
    return command


def read_options(
    port: int | None,
    host: str | None,
    data_dir: Path | None,
    workers: int | None,
    clock: ClockChoice | None,
) -> CityOptions:
    """What was said on the command line, else in ONELOT_*, else the default."""
    settings = Settings()
    return CityOptions(
        host=settings.host if host is None else host,
        port=settings.port if port is None else port,
        data_dir=data_dir or settings.data_dir,
        workers=workers or settings.workers,
        clock=clock or ClockChoiceType().convert(settings.clock, None, None),
    )


@click.command()
@city_options
@click.option("--broker", "has_broker", is_flag=True, help="Run an MQTT broker for gates too.")
@json_option
def up(
    port: int | None,
    host: str | None,
    data_dir: Path | None,
    workers: int | None,
    clock: ClockChoice | None,
    *,
    has_broker: bool,
    as_json: bool,
) -> None:
    """Run all processes on embedded stores, or on those that ONELOT_*_URL name.

    Ready when it prints the address. Ctrl-C stops it; a second start finds everything again.
    """

    def tell(city: RunningCity, took_s: float) -> None:
        told = {"address": city.address, "data_dir": str(city.stores.folder.path), "took_s": took_s}
        line = f"OneLot answers at {city.address} (after {took_s:.1f} s). Ctrl-C stops it."
        if has_broker and city.mqtt_url is not None and "@" not in city.mqtt_url:
            told["mqtt_url"] = city.mqtt_url
            line += f"\n  MQTT {city.mqtt_url}"
        say(told, line, as_json=as_json)

    run_city(read_options(port, host, data_dir, workers, clock), tell, has_broker=has_broker)

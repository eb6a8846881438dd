"""`onelot demo`: a city with a simulated Jinan in it, one command. A composition root."""

import time
from datetime import UTC, datetime
from pathlib import Path

import click

from api.commands.city import RunningCity, run_city
from api.commands.city_clock import ClockChoice
from api.commands.demo_city import DEMO_KEYS, FEED_KEYS, SHARING_KEYS, DemoKeys, furnish
from api.commands.options import json_option, say
from api.commands.up import city_options, read_options
from simulator.jinan_data import jinan

DRIVERS = "simulator-drivers.json"
PAST = "simulated-past.json"


@click.command()
@city_options
@click.option("--lots", "size", default=600, show_default=True, type=click.IntRange(1, 50_000))
@click.option("--seed", default=1, show_default=True, help="The same city again.")
@click.option(
    "--speed",
    default=1.0,
    show_default=True,
    type=click.FloatRange(0.1, 600),
    help="How fast the city's time goes, from now on.",
)
@click.option(
    "--past-days",
    default=14,
    show_default=True,
    type=click.IntRange(0, 366),
    help="A new city has had cars for so long; it hears of them while it runs.",
)
@json_option
def demo(
    port: int | None,
    host: str | None,
    data_dir: Path | None,
    workers: int | None,
    clock: ClockChoice | None,
    size: int,
    seed: int,
    speed: float,
    past_days: int,
    *,
    as_json: bool,
) -> None:
    """Run a city with a simulated Jinan: lots, cars, sensors, a few faults, spaces that are shared,
    keys for each role.

    The cars speak to the city only through its public API. Ctrl-C stops it.
    """
    if clock is None and speed != 1.0:
        clock = ClockChoice("running", datetime.fromtimestamp(time.time(), UTC), speed)
    city = jinan(seed, size)

    def furnish_and_tell(running: RunningCity, took_s: float) -> None:
        began_s = time.monotonic()
        folder = running.stores.folder.path
        past = folder / PAST
        if past_days and not (folder / DEMO_KEYS).is_file():
            past.touch()  # it is gone once all of the past is told
        keys = furnish(running.stores.urls.database_url, city, folder)
        same = ("--lots", str(size), "--seed", str(seed), "--url", running.address)
        ledger = ("--keys", str(folder / FEED_KEYS), "--ledger", str(folder / "ledger.jsonl"))
        running.add("simulate", ["simulate", "run", *same, *ledger])
        drivers = ("--keys", str(folder / SHARING_KEYS), "--drivers-file", str(folder / DRIVERS))
        running.add("sharing", ["simulate", "sharing", *same, *drivers])
        if past_days and past.is_file():
            told = ("--keys", str(folder / FEED_KEYS), "--note", str(past))
            days = ("--days", str(past_days))
            running.add("past", ["simulate", "past", *same, *told, *days], is_errand=True)
        took_s += time.monotonic() - began_s
        _tell(running, keys, size, took_s, as_json=as_json)

    options = read_options(port, host, data_dir, workers, clock)
    run_city(options, furnish_and_tell, has_broker=True)


def _tell(running: RunningCity, keys: DemoKeys, size: int, took_s: float, *, as_json: bool) -> None:
    address = running.address
    lines = [
        f"济南（模拟）已在地图上：{address}",
        f"Jinan (simulated) is on the map: {address}",
        f"  {size} lots, ready after {took_s:.1f} s; Ctrl-C stops it",
        f"  道闸 gates {running.mqtt_url}",
        *(f"  {what:9} {key}" for what, key in keys.people.items()),
    ]
    say(
        {
            "address": address,
            "mqtt_url": running.mqtt_url,
            "lots": size,
            "took_s": round(took_s, 2),
            "keys": keys.people,
        },
        "\n".join(lines),
        as_json=as_json,
    )

"""`onelot simulate gate`: one lot's gate on this terminal. Wires the reference gate; no more."""

import asyncio
import secrets
import sys
from collections.abc import Callable
from typing import Final

import click

from parking.sharing.authorisation import Direction
from parking.sharing.broker_address import BrokerAddress
from parking.sharing.plates import PlateError
from parking.sharing.signing import PublicKeys
from simulator.city_client import CityClient, CityRefusedError
from simulator.gate import Gate
from simulator.gate_client import GateClient
from simulator.gate_setup import fetch_keys, set_up_gate
from simulator.main import city_time

WAYS: Final[dict[str, Direction]] = {"in": "entry", "out": "exit"}
HELP: Final = "in PLATE · out PLATE · in proof TOKEN · out proof TOKEN"


@click.command("gate", short_help="One lot's gate. 模拟道闸")
@click.argument("lot_id")
@click.option("--url", default="http://127.0.0.1:8000", show_default=True, help="The city.")
@click.option(
    "--mqtt-url",
    default="mqtt://127.0.0.1:1883",
    show_default=True,
    envvar="ONELOT_MQTT_URL",
    help="The broker. Or ONELOT_MQTT_URL.",
)
@click.option(
    "--key", required=True, envvar="ONELOT_KEY", help="The lot's operator's key. Or ONELOT_KEY."
)
def simulated_gate(lot_id: str, url: str, mqtt_url: str, key: str) -> None:
    """Be the gate of a lot: it reads `in PLATE` and `out PLATE`, and says who may pass and why.

    It fetches keys once, hears of bookings over MQTT, and then needs neither to decide.
    """
    try:
        address = BrokerAddress.parse(mqtt_url)
    except ValueError as error:
        raise click.BadParameter(str(error), param_hint="--mqtt-url") from error
    with CityClient(url, key) as city:
        try:
            gate = set_up_gate(city, lot_id)
        except CityRefusedError as error:
            raise click.ClickException(str(error)) from error
        asyncio.run(_attend(gate, address, city))


async def _attend(gate: Gate, address: BrokerAddress, city: CityClient) -> None:
    async def keys() -> PublicKeys:
        return await asyncio.to_thread(fetch_keys, city)

    client = GateClient(gate, address, keys, f"gate-{secrets.token_hex(8)}")
    now_us = city_time(city)
    async with asyncio.TaskGroup() as group:
        running = group.create_task(client.run())
        click.echo(HELP)
        while line := await asyncio.to_thread(sys.stdin.readline):
            click.echo(_decide(gate, line.split(), now_us))
        while gate.unsaid:  # noqa: ASYNC110 - the platform is to know before we go
            await asyncio.sleep(0.1)
        running.cancel()


def _decide(gate: Gate, words: list[str], now_us: Callable[[], int]) -> str:
    match words:
        case [("in" | "out") as way, "proof", token]:
            decided = gate.pass_by_proof(token, WAYS[way], now_us())
        case [("in" | "out") as way, plate]:
            try:
                decided = gate.pass_by_plate(plate, WAYS[way], now_us())
            except PlateError as error:
                return str(error)
        case _:
            return HELP
    opens = "opens" if decided.reason is None else f"stays shut: {decided.reason}"
    return f"{opens} {decided.booking_id or ''}".rstrip()

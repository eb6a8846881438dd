"""`onelot broker`: a small MQTT broker, so that a city on one machine can speak to its gates."""

import click
import iotcore

from api.commands.readiness import usable_port

HOST = "127.0.0.1"
PORT = 1883


@click.command()
@click.option(
    "--host", default=HOST, show_default=True, help="Address to listen on. It asks no password."
)
@click.option("--port", default=PORT, show_default=True, type=click.IntRange(1, 65535))
def broker(host: str, port: int) -> None:
    """Run an MQTT 3.1.1 broker until it is stopped. It keeps nothing on disk and asks no password.

    For a demo, or a city on one machine; elsewhere name a broker of your own in ONELOT_MQTT_URL.
    """
    iotcore.IotCoreBroker(listen=host, port=usable_port(host, port)).run_forever()

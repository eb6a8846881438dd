"""`onelot ingest`: reports over MQTT, and feeds that are polled. A composition root."""

import asyncio
import signal

import click

from api.commands.ingest_waiting import wait_for_feeds
from api.logs import configure_logs
from api.server.heap import loading, return_holes
from api.settings import Settings

STOP_TIMEOUT_S = 15


@click.command()
@click.option(
    "--metrics-port", type=click.IntRange(1, 65535), help="Tell its metrics at 127.0.0.1:PORT."
)
def ingest(metrics_port: int | None) -> None:
    """Take in what operators publish over MQTT (ONELOT_MQTT_URL), and poll feeds.

    Needs ONELOT_DATABASE_URL and ONELOT_REDIS_URL. Several may run; one leads.
    """
    settings = Settings()
    _ = settings.stores  # where one is missing, said here
    configure_logs(settings.log_level, process="ingest")
    asyncio.run(_ingest(settings, metrics_port))


async def _ingest(settings: Settings, metrics_port: int | None) -> None:
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()

    def end() -> None:
        stop.set()
        signal.alarm(STOP_TIMEOUT_S)  # where a store that hangs keeps us, the kernel ends us

    for number in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(number, end)
    await wait_for_feeds(settings, stop)
    if stop.is_set():
        return
    with loading():
        from api.commands.ingest_feeds import run_ingest  # noqa: PLC0415 - heavy; said above

    returning = asyncio.create_task(return_holes())
    await run_ingest(settings, stop, metrics_port=metrics_port)
    returning.cancel()

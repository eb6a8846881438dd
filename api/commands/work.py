"""`onelot work`: what runs once per city beside the doors. A composition root."""

import asyncio
import signal

import click

from api.logs import configure_logs
from api.server.heap import loading, return_holes
from api.settings import Settings

STOP_TIMEOUT_S = 15


@click.command()
def work() -> None:
    """Repair the live state, rebuild it when it is lost, learn what feeds are like, keep history.

    Needs ONELOT_DATABASE_URL and ONELOT_REDIS_URL. Several may run; one leads.
    """
    settings = Settings()
    configure_logs(settings.log_level, process="work")
    asyncio.run(_work(settings))


async def _work(settings: Settings) -> None:
    with loading():
        from api.alert_terms import alert_terms  # noqa: PLC0415 - heavy too
        from ingest.work import run_worker  # noqa: PLC0415 - heavy; --help stays quick

    stop = asyncio.Event()
    loop = asyncio.get_running_loop()

    def end() -> None:
        stop.set()
        signal.alarm(STOP_TIMEOUT_S)  # where a store that hangs keeps us, the kernel ends us

    for number in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(number, end)
    returning = asyncio.create_task(return_holes())
    await run_worker(
        settings.stores,
        stop,
        partitions=settings.partitions,
        mqtt_url=settings.mqtt_url,
        rules=settings.city_rules,
        timezone=settings.timezone,
        alerts=alert_terms(settings),
        checks_feeds=settings.self_checking,
    )
    returning.cancel()

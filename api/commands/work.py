"""`onelot work`: what runs once per city beside the doors. A composition root."""

import asyncio
import signal

import click

from api.logs import configure_logs
from api.settings import Settings


@click.command()
def work() -> None:
    """Repair the live state, rebuild it when it is lost, learn what feeds are like.

    Needs ONELOT_DATABASE_URL and ONELOT_REDIS_URL. Several may run; one leads.
    """
    settings = Settings()
    configure_logs(settings.log_level, process="work")
    asyncio.run(_work(settings))


async def _work(settings: Settings) -> None:
    from ingest.work import run_worker  # noqa: PLC0415 - heavy; --help stays quick

    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(number, stop.set)
    await run_worker(settings.stores, stop)

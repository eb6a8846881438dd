"""`onelot serve`: HTTP, websockets and pages, on stores that are there already."""

import click

from api.logs import configure_logs
from api.settings import Settings


@click.command()
@click.option("--host", help="Address to listen on.  [default: ONELOT_HOST, 127.0.0.1]")
@click.option("--port", type=click.IntRange(0, 65535), help="[default: ONELOT_PORT, 8000]")
@click.option("--workers", type=click.IntRange(1, 64), help="Processes on this port.")
def serve(host: str | None, port: int | None, workers: int | None) -> None:
    """Answer drivers, operators and websockets. Needs ONELOT_DATABASE_URL and ONELOT_REDIS_URL."""
    from api.server.run import serve as run_server  # noqa: PLC0415 - heavy; --help stays quick

    said = {"host": host, "port": port, "workers": workers}
    settings = Settings().model_copy(
        update={name: value for name, value in said.items() if value is not None}
    )
    _ = settings.stores  # where one is missing, said here and not amid the server's start
    configure_logs(settings.log_level, process="serve")
    run_server(settings)

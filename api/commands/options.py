"""Options that several commands share, and how a command says what came of it."""

import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager
from datetime import datetime
from pathlib import Path
from typing import Any, Protocol, TypeVar

import click
import msgspec

from api.settings import Settings
from parking.clock import to_us
from parking.storage.embedded.attach import stores_of
from parking.storage.settings import StoreUrls

FIRST_PATIENCE_S = 5.0
"""A city that has answered may restart meanwhile; one that never did has another address."""


class ProgressBar(Protocol):
    """Told how much more is done."""

    def update(self, n_steps: int, /) -> None: ...


class Moment(click.ParamType[int]):
    """A moment in RFC 3339, with its offset."""

    name = "time"

    def convert(self, value: str, param: click.Parameter | None, ctx: click.Context | None) -> int:
        """Return microseconds; a time without an offset is refused, for it could mean any zone."""
        try:
            moment = datetime.fromisoformat(value)
        except ValueError:
            self.fail(f"{value}: not a time; write 2025-09-01T00:00:00Z", param, ctx)
        if moment.tzinfo is None:
            self.fail(f"{value}: add the offset, such as Z or +08:00", param, ctx)
        return to_us(moment)


Command = TypeVar("Command", bound=Callable[..., Any])


def data_dir_option(command: Command) -> Command:
    return click.option(
        "--data-dir",
        type=click.Path(path_type=Path, file_okay=False),
        help="The city's folder.  [default: .onelot, or ONELOT_DATA_DIR]",
    )(command)


def json_option(command: Command) -> Command:
    return click.option("--json", "as_json", is_flag=True, help="One line of JSON on stdout.")(
        command
    )


def say(result: Mapping[str, object], text: str, *, as_json: bool) -> None:
    """One line of JSON for programs, or `text` for people."""
    click.echo(msgspec.json.encode(result).decode() if as_json else text)


@contextmanager
def stores_for_command(data_dir: Path | None) -> Iterator[StoreUrls]:
    """The stores a command works on: those named by ONELOT_*_URL, else those of the folder."""
    settings = Settings()
    with stores_of(
        data_dir or settings.data_dir,
        database_url=settings.database_url,
        redis_url=settings.redis_url,
    ) as urls:
        yield urls


def progress_bar(length: int, label: str, *, as_json: bool) -> AbstractContextManager[ProgressBar]:
    """Progress on standard error, where a person is watching."""
    return click.progressbar(
        length=length, label=label, file=sys.stderr, hidden=as_json or not sys.stderr.isatty()
    )

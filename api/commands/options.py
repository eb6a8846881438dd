"""Options that several commands share, and how a command says what came of it."""

import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from typing import Any, Protocol, TypeVar

import click
import msgspec

from api.settings import Settings
from parking.storage.embedded.attach import stores_of
from parking.storage.settings import StoreUrls


class ProgressBar(Protocol):
    """Told how much more is done."""

    def update(self, n_steps: int, /) -> None: ...


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

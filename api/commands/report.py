"""`onelot report`: a month on paper, from a running city's planner routes."""

from hashlib import sha256
from pathlib import Path
from typing import Final

import click
import httpx

from api.commands.options import json_option, say
from api.commands.report_reading import ReportReader
from parking.planning.reports.city_report import city_report
from parking.planning.reports.hot_area_report import hot_area_report
from parking.planning.reports.month import Month
from parking.planning.reports.parts import Report
from parking.words import LANGS, Lang
from simulator.city_client import CityBusyError, CityClient, CityRefusedError

SUFFIXES: Final = (".html", ".pdf")
LAST: Final = "last"
MONTH_IN_NAME: Final = "{month}"


class MonthType(click.ParamType[Month | str]):
    """A calendar month, as 2026-10, or the word for the last one."""

    name = "month"

    def convert(
        self, value: str, param: click.Parameter | None, ctx: click.Context | None
    ) -> Month | str:
        """Read it; anything else is a wrong use."""
        if value == LAST:
            return value
        try:
            return Month.parse(value)
        except ValueError as error:
            self.fail(str(error), param, ctx)


@click.command()
@click.option("--kind", default="city", show_default=True, type=click.Choice(["city", "hot-area"]))
@click.option(
    "--month",
    required=True,
    type=MonthType(),
    help="As 2026-10, on the city's clock; or last, the newest that is over.",
)
@click.option("--lang", default="zh", show_default=True, type=click.Choice(LANGS))
@click.option(
    "--out",
    required=True,
    type=click.Path(path_type=Path, dir_okay=False),
    help="Where to, FILE.html or FILE.pdf; {month} in its name is the month.",
)
@click.option("--area", help="An area's code; else the whole city.")
@click.option(
    "--hot-area",
    "hot_area_ids",
    multiple=True,
    help="As hospital:8831aa5b2bfffff; else of each kind the fullest. May be said again.",
)
@click.option("--url", default="http://127.0.0.1:8000", show_default=True, help="The city.")
@click.option("--key", required=True, envvar="ONELOT_KEY", help="A planner's key. Or ONELOT_KEY.")
@json_option
def report(
    kind: str,
    month: Month | str,
    lang: Lang,
    out: Path,
    area: str | None,
    hot_area_ids: tuple[str, ...],
    url: str,
    key: str,
    *,
    as_json: bool,
) -> None:
    """Write the month's report of the city or of its hot areas. The same data, the same bytes."""
    if out.suffix not in SUFFIXES:
        raise click.UsageError(f"{out}: name it FILE.html or FILE.pdf")
    if not out.parent.is_dir():
        raise click.UsageError(f"{out}: there is no such folder")
    if hot_area_ids and kind == "city":
        raise click.UsageError("--hot-area goes with --kind hot-area")
    with CityClient(url, key) as city:
        try:
            reader = ReportReader(city, month if isinstance(month, Month) else None, area)
            if kind == "city":
                made = city_report(reader.city(), reader.month, reader.place(lang), lang)
            else:
                made = _hot_areas(reader, hot_area_ids, lang)
        except CityRefusedError as error:
            raise click.ClickException(f"{url} refused: {error}") from error
        except (CityBusyError, httpx.TransportError) as error:
            raise click.ClickException(f"no answer from {url}: {error}") from error
    out = out.with_name(out.name.replace(MONTH_IN_NAME, str(reader.month)))
    body = rendered(made, out.suffix)
    out.write_bytes(body)
    told = {"file": str(out), "bytes": len(body), "sha256": sha256(body).hexdigest()}
    say(told, f"{out}: {made.title}", as_json=as_json)


def rendered(made: Report, suffix: str) -> bytes:
    """Return the bytes of a file of that suffix."""
    if suffix == ".html":
        from api.reports.html_page import html_bytes  # noqa: PLC0415 - one of the two is wanted

        return html_bytes(made)
    from api.reports.pdf_pages import pdf_bytes  # noqa: PLC0415 - its library is big

    return pdf_bytes(made)


def _hot_areas(reader: ReportReader, hot_area_ids: tuple[str, ...], lang: Lang) -> Report:
    chosen = hot_area_ids or tuple(reader.fullest())
    if not chosen:
        raise click.ClickException("no lot has the land use of a hot area; see docs/planning.md")
    return hot_area_report([reader.hot_area(one) for one in chosen], reader.month, lang)

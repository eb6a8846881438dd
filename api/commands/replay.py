"""`onelot replay`: plays a recorded history into a running city. A composition root."""

import time
from datetime import datetime
from pathlib import Path

import click
import httpx
import msgspec

from api.commands.options import FIRST_PATIENCE_S, Moment, progress_bar
from ingest.replay.detect import FORMATS, open_recording
from ingest.replay.player import Played, Player
from ingest.replay.recording import RecordedCount, Recording
from ingest.replay.times import EndingNow, ShiftedTimes, Times, TrueTimes
from parking.clock import to_us
from simulator.city_client import CityBusyError, CityClient, CityRefusedError

FASTEST = 1e6


def speed_of(text: str) -> float | None:
    """Return the factor, None for `max`; raises click.BadParameter."""
    if text == "max":
        return None
    try:
        speed = float(text)
    except ValueError:
        speed = 0.0
    if not 0 < speed <= FASTEST:
        raise click.BadParameter("a number above 0, or max", param_hint="--speed")
    return speed


def times_for(mode: str, counts: list[RecordedCount], speed: float | None, now_us: int) -> Times:
    """Choose how recorded time becomes played time for a city whose clock runs in `mode`."""
    first_us = min(count.observed_us for count in counts)
    if mode == "manual":
        return TrueTimes(first_us=first_us, speed=speed)
    if speed is None:
        return EndingNow(last_us=max(count.observed_us for count in counts), end_us=now_us)
    return ShiftedTimes(first_us=first_us, start_us=now_us, speed=speed)


def counts_between(
    recording: Recording, from_us: int | None, to_us_: int | None
) -> list[RecordedCount]:
    """Return the recording's counts in the half-open period asked for."""
    return [
        count
        for count in recording.counts()
        if (from_us is None or count.observed_us >= from_us)
        and (to_us_ is None or count.observed_us < to_us_)
    ]


def result_of(recording: Recording, played: Played) -> dict[str, object]:
    """Return what became of the recording, for people and for programs."""
    return {
        "format": recording.format,
        "lots": played.lots,
        "sent": played.sent,
        "no_count": played.no_count,
        **dict(played.statuses),
        "reasons": dict(played.reasons),
    }


@click.command()
@click.argument("path", type=click.Path(path_type=Path))
@click.option("--format", "format_name", default="auto", type=click.Choice(["auto", *FORMATS]))
@click.option("--speed", default="max", show_default=True, help="Times as fast as life, or max.")
@click.option("--from", "from_us", type=Moment(), help="Leave out what is older.")
@click.option("--to", "until_us", type=Moment(), help="Stop before this moment.")
@click.option("--url", default="http://127.0.0.1:8000", show_default=True, help="The city.")
@click.option(
    "--key",
    required=True,
    envvar="ONELOT_KEY",
    help="An operator's key; on a manual clock an admin's. Or ONELOT_KEY.",
)
@click.option("--operator", help="For an admin's key: whose lots these are.")
@click.option("--json", "as_json", is_flag=True, help="One line of JSON on stdout.")
def replay(
    path: Path,
    format_name: str,
    speed: str,
    from_us: int | None,
    until_us: int | None,
    url: str,
    key: str,
    operator: str | None,
    *,
    as_json: bool,
) -> None:
    """Play the recorded history at PATH into a city, through its public API, as if live."""
    factor = speed_of(speed)
    try:
        recording = open_recording(path, format_name)
        counts = counts_between(recording, from_us, until_us)
    except ValueError as error:
        raise click.UsageError(str(error)) from error
    if not counts:
        # A publication may be empty and valid: it says nothing of any lot, so nothing changes.
        _say(recording, Played(), as_json=as_json)
        return
    with CityClient(url, key) as city:
        try:
            played = _play(city, recording, counts, factor, operator, quiet=as_json)
        except CityRefusedError as error:
            raise click.ClickException(f"{url} refused: {error}") from error
        except (CityBusyError, httpx.TransportError) as error:
            raise click.ClickException(f"no answer from {url}: {error}") from error
    _say(recording, played, as_json=as_json)


def _play(
    city: CityClient,
    recording: Recording,
    counts: list[RecordedCount],
    speed: float | None,
    operator: str | None,
    *,
    quiet: bool,
) -> Played:
    clock = city.clock(FIRST_PATIENCE_S)
    start = time.monotonic()
    now_us = (
        time.time_ns() // 1000 if clock.mode == "real" else to_us(datetime.fromisoformat(clock.now))
    )
    with progress_bar(len(counts), "replay", as_json=quiet) as bar:
        player = Player(
            city=city,
            operator_id=operator or operator_of(city),
            recording=recording,
            times=times_for(clock.mode, counts, speed, now_us),
            now_us=lambda: now_us + round((time.monotonic() - start) * 1e6 * clock.speed),
            sleep_until_s=lambda due_s: time.sleep(max(0.0, start + due_s - time.monotonic())),
            progress=bar.update,
        )
        return player.play(iter(counts))


def operator_of(city: CityClient) -> str:
    """Return the operator the key belongs to; an admin's key belongs to none."""
    operator: str | None = city.call("GET", "/v1/operator")["operator"]
    if operator is None:
        raise click.UsageError("this key belongs to no operator: say whose lots with --operator ID")
    return operator


def _say(recording: Recording, played: Played, *, as_json: bool) -> None:
    result = result_of(recording, played)
    if as_json:
        click.echo(msgspec.json.encode(result).decode())
        return
    click.echo(
        f"{recording.format}: {played.lots} lots, {played.sent} reports sent: "
        + ", ".join(f"{n} {status}" for status, n in sorted(played.statuses.items()))
    )
    for reason, n in played.reasons.most_common():
        click.echo(f"  {n} refused: {reason}")

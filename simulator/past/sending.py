"""Sends a simulated past to a city, as its operators' history. Owns clock and network.

It takes half of the time, so that whoever else speaks to the city hardly feels it. A file says up
to when the past goes: whoever takes up what was left half done sends the same again, which the city
knows for duplicates.
"""

import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack
from pathlib import Path
from typing import Final

import msgspec
import structlog

from simulator.city import City
from simulator.city_client import MAX_ITEMS, CityClient
from simulator.feeds.body import Report
from simulator.main import ZONE, city_time
from simulator.past.telling import TOLD_EVERY, past_of_lot
from simulator.past.tides import STEP_US, tides

LONGEST_REST_S: Final = 2.0

log = structlog.get_logger("onelot.simulator")


class PastNote(msgspec.Struct):
    """What the file holds."""

    until_us: int
    days: int


def send_past(
    city: City,
    url: str,
    keys: Mapping[str, str],
    days: int,
    note_file: Path,
    stopping: Callable[[], bool],
) -> int:
    """Send so many days up to now, or go on with what the file tells of; returns how many reports.

    The file is there until all is sent, or nobody wants more.
    """
    sent = 0
    with ExitStack() as stack:
        doors = {
            operator_id: stack.enter_context(CityClient(url, key))
            for operator_id, key in keys.items()
        }
        note = _note(note_file, days, city_time(next(iter(doors.values()))))
        past = tides(city, note.until_us, note.days, ZONE)
        for number, lot in enumerate(city.lots):
            for body in _bodies(past_of_lot(city, past, number)):
                if stopping():
                    return sent
                began_s = time.monotonic()
                _send(doors[lot.operator.operator_id], lot.lot_id, body)
                sent += len(body)
                time.sleep(min(LONGEST_REST_S, time.monotonic() - began_s))
    note_file.unlink(missing_ok=True)
    log.info("past sent", lots=len(city.lots), days=note.days, reports=sent)
    return sent


def _note(file: Path, days: int, now_us: Callable[[], int]) -> PastNote:
    """Return what the file says; a new one begins with the last half hour that is over."""
    if file.is_file() and file.stat().st_size:
        return msgspec.json.decode(file.read_bytes(), type=PastNote)
    told_us = TOLD_EVERY * STEP_US
    note = PastNote(now_us() // told_us * told_us, days)
    file.write_bytes(msgspec.json.encode(note))
    return note


def _bodies(reports: Sequence[Report]) -> Iterator[Sequence[Report]]:
    for first in range(0, len(reports), MAX_ITEMS):
        yield reports[first : first + MAX_ITEMS]


def _send(door: CityClient, lot_id: str, body: Sequence[Report]) -> None:
    results = door.report(body, "/v1/history")
    refused = [result["problem"] for result in results if result["status"] == "rejected"]
    if refused:
        log.warning("past refused", lot=lot_id, n=len(refused), first=refused[0]["detail"])

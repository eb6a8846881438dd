"""The press: printed once for all who wait, in turns with others, and not older than a second."""

import asyncio
import gzip
from collections.abc import Iterator

from ingest.export.answering import takes_gzip
from ingest.export.press import FRESH_US, SLICE, Press, Sheet

NOW_US = 1_795_222_800_000_000


class Printer:
    """Makes sheets of so many pieces and counts how often it was asked to."""

    def __init__(self, pieces: int = 3) -> None:
        self.made = 0
        self.rendered = 0
        self.text = "piece"
        self._pieces = pieces

    def sheet(self) -> Sheet:
        self.made += 1
        return Sheet("text/plain", b"now;", self._render(), b",", b".")

    def _render(self) -> Iterator[bytes]:
        for _ in range(self._pieces):
            self.rendered += 1
            yield self.text.encode()


def still() -> float:
    return 0.0


async def test_pieces_stand_between_head_and_tail_and_empty_ones_are_left_out():
    printed = await Press(still).printed(
        Sheet("text/plain", b"<", iter([b"a", b"", b"b"]), b",", b">"), NOW_US
    )
    assert (b"".join(printed.parts), printed.pieces) == (b"<a,b>", 2)
    assert gzip.decompress(b"".join(await printed.gzipped())) == b"<a,b>"


async def test_many_pieces_have_one_sign_between_any_two():
    printed = await Press(still).printed(Printer(2 * SLICE + 3).sheet(), NOW_US)
    told = b",".join([b"piece"] * (2 * SLICE + 3))
    assert b"".join(printed.parts) == b"now;" + told + b"."
    assert printed.size == len(told) + 5


async def test_who_waits_together_gets_one_print():
    press, printer = Press(still), Printer(10 * SLICE)
    async with asyncio.TaskGroup() as group:
        asked = [group.create_task(press.held("a", NOW_US, printer.sheet)) for _ in range(5)]
    assert printer.made == 1
    assert len({id(task.result()) for task in asked}) == 1


async def test_others_have_their_turn_while_a_city_is_printed():
    turns, printer = 0, Printer(50 * SLICE)
    printing = asyncio.ensure_future(Press(still).held("a", NOW_US, printer.sheet))
    while not printing.done():
        before = printer.rendered
        await asyncio.sleep(0)
        assert printer.rendered - before <= SLICE
        turns += 1
    assert turns >= 50


async def test_a_print_is_good_for_a_second_of_the_citys_time_and_not_before_it():
    press, printer = Press(still), Printer()
    for now_us in (NOW_US, NOW_US + FRESH_US - 1):
        await press.held("a", now_us, printer.sheet)
    assert printer.made == 1
    await press.held("a", NOW_US + FRESH_US, printer.sheet)
    assert printer.made == 2
    await press.held("a", NOW_US, printer.sheet)  # the clock was set back
    assert printer.made == 3


async def test_what_took_long_to_print_is_kept_longer():
    seconds = iter(n * 0.5 for n in range(1_000))
    press, printer = Press(lambda: next(seconds)), Printer()
    await press.held("a", NOW_US, printer.sheet)
    await press.held("a", NOW_US + 4 * FRESH_US, printer.sheet)
    assert printer.made == 1


async def test_what_has_a_version_is_printed_anew_with_the_next_one_only():
    press, printer = Press(still), Printer()
    for version in (1, 1, 2):
        await press.held("a", NOW_US + version * 5 * FRESH_US, printer.sheet, version=version)
    assert printer.made == 2


async def test_the_tag_changes_with_the_lots_and_not_with_the_clock():
    press, printer = Press(still), Printer()
    first = await press.printed(printer.sheet(), NOW_US)
    later = await press.printed(printer.sheet(), NOW_US + 60 * FRESH_US)
    printer.text = "other"
    changed = await press.printed(printer.sheet(), NOW_US)
    assert first.etag == later.etag != changed.etag


async def test_a_reader_who_goes_away_in_the_middle_leaves_nothing_locked():
    press, printer = Press(still), Printer(10 * SLICE)
    reader = asyncio.ensure_future(press.held("a", NOW_US, printer.sheet))
    await asyncio.sleep(0)
    reader.cancel()
    await asyncio.gather(reader, return_exceptions=True)
    printed = await press.held("a", NOW_US, printer.sheet)
    assert printed.pieces == 10 * SLICE


def test_gzip_is_sent_to_those_who_take_it():
    assert all(map(takes_gzip, ["gzip", "br, gzip;q=0.5", "GZIP, deflate", "*", "gzip;q=1.0"]))
    assert not any(map(takes_gzip, ["", "identity", "br", "gzip;q=0", "gzip; q=0.0", "xgzip"]))

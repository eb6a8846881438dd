"""What is said of a lot that has gone, a chapter at a time."""

from collections.abc import Awaitable, Callable
from datetime import timedelta
from random import Random

from tests.ingest.city import NOON, at, report, snapshot
from tests.planning.history_city import HistoryCity
from tests.planning.random_reports import HOUR_S, random_reports

GONE = 1
"""The key of N-1, which goes in the sixth hour."""
GOES_S = 5 * HOUR_S
LATER_S = 75 * HOUR_S
AGAIN_S = 80 * HOUR_S
_ALSO_OF = """
insert into report_log (
    source_key, lot_key, kind, record_serial, observed_at, epoch, seq, flags, payload, ident,
    fingerprint
)
select
    source_key, $1, kind, record_serial, observed_at, epoch, seq, flags, payload,
    md5(ident::text)::uuid, fingerprint
from report_log
where lot_key = 4 and record_serial = any ($2::text[])
"""
_LENT = """
insert into api_key (key_id, secret_hash, role) values ('d', '\\x00', 'driver');
insert into driver (driver_id, key_id) values ('d-1', 'd');
insert into sharing_agreement (agreement_id, lot_key, owner_operator_key, status, terms, valid)
values ('a-1', 1, 1, 'active', '{"quota": 10}', '[2026-11-01,2026-12-31]');
insert into sharing_agreement_version (agreement_key, version, terms)
values (1, 1, '{"quota": 10}');
"""
_WINDOW = """
insert into sharing_window (agreement_key, day, stay, movement)
values (1, $1, tstzrange($2, $3), '{}')
"""
_AGAIN = """
insert into lot (lot_id, operator_key, name, partition, capacity, area_code)
values ('N-1', 1, 'N-1', 0, '{"general": 80}', '370102')
"""


async def reports_of_gone(past: HistoryCity, *reports: dict) -> None:
    """Let reports of the lot that has gone be in the log: a door lets none in, a race might."""
    await past.send(*(one | {"lot_id": "N-4"} for one in reports))
    serials = [one["record_serial"] for one in reports]
    await past.owner.execute(_ALSO_OF, GONE, serials)


async def time_goes_by(past: HistoryCity) -> None:
    """Long enough for books to be saved, and put away."""
    await past.caught_up()
    await past.move_to((past.now - NOON).total_seconds() + 600)
    await past.caught_up()


async def lives(past: HistoryCity) -> None:
    """It is reported of as others are, lends nothing, and is removed."""
    await past.owner.execute(_LENT)
    reports = random_reports(Random(7), 120, -10 * HOUR_S, GOES_S)
    for first in range(0, len(reports), 20):
        await past.send(*reports[first : first + 20])
    await past.move_to(GOES_S)
    await past.caught_up()
    await past.owner.execute("update lot set deleted_at = city_now() where lot_id = 'N-1'")
    await past.registry_changed()


async def ends(past: HistoryCity) -> None:
    for hours in (6, 7, 7.5):
        await past.move_to(hours * HOUR_S)
        await past.caught_up()


async def goes_by(past: HistoryCity) -> None:
    for days in (1, 2, 3):
        await past.move_to(days * 24 * HOUR_S)
        await past.caught_up()
    await past.move_to(LATER_S)


async def is_told_of_late(past: HistoryCity) -> None:
    await reports_of_gone(past, snapshot(3, 2 * HOUR_S + 60, serial="late"))


async def is_told_of_after_its_end(past: HistoryCity) -> None:
    await reports_of_gone(past, snapshot(9, 30 * HOUR_S, serial="in vain"))


async def is_corrected(past: HistoryCity) -> None:
    said = report("correction", "k", LATER_S, correction_of="late", spaces=[{"free": 77}])
    await reports_of_gone(past, said)


async def is_voided(past: HistoryCity) -> None:
    meant = {"record_serial": "late", "observed_at": at(2 * HOUR_S + 60)}
    await reports_of_gone(past, report("void", "v", LATER_S, void_of=meant))


async def has_passages(past: HistoryCity) -> None:
    plate = {"plate_hash": "late"}
    entry = report("entry", "in", 3 * HOUR_S + 5, **plate)
    await reports_of_gone(past, entry, report("exit", "out", 4 * HOUR_S, **plate))


async def is_learned_of(past: HistoryCity) -> None:
    """Its source speaks every two hours: what it said holds for longer, at all times."""
    await past.owner.execute("update source set ttl_s = 7200 where source_key = 1")
    await past.registry_changed()


async def is_learned_of_anew(past: HistoryCity) -> None:
    """From a moment on when it was there, as a restored table might have it."""
    await past.owner.execute(
        "insert into source_rhythm (source_key, since, ttl_s) values (1, $1, 18000)", NOON
    )
    await past.owner.execute("update source set ttl_s = 9000 where source_key = 1")
    await past.registry_changed()


async def had_lent(past: HistoryCity) -> None:
    begins = NOON + timedelta(hours=1)
    await past.owner.execute(_WINDOW, NOON.date(), begins, begins + timedelta(hours=1))


async def is_registered_again(past: HistoryCity) -> None:
    await past.owner.execute(_AGAIN)
    await past.registry_changed()
    await past.move_to(AGAIN_S)
    await past.built.refresh()
    await past.send(snapshot(30, AGAIN_S - 60, serial="again"))


async def regions_are_summed_up_anew(past: HistoryCity) -> None:
    await past.owner.execute("update rollup_cursor set regions_due = true")


async def is_folded_anew(past: HistoryCity) -> None:
    await past.owner.execute("insert into rollup_reopen (lot_key, since) values (1, '-infinity')")


CHAPTERS: tuple[Callable[[HistoryCity], Awaitable[None]], ...] = (
    lives, ends, goes_by, is_told_of_late, is_told_of_after_its_end, is_corrected, is_voided,
    has_passages, is_learned_of, is_learned_of_anew, had_lent, is_folded_anew,
    is_registered_again, regions_are_summed_up_anew,
)  # fmt: skip

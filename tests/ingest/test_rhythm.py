"""What is learned of a source from the tail alone."""

import pytest

from ingest.rhythm import Learned, Rhythm
from parking.plausibility import BACKFILL
from parking.storage.postgres.report_log import TailRow
from parking.vocabulary import KIND_CODE, ReportKind

NOON_US = 1_795_262_400_000_000


def row(
    seconds: float,
    kind: ReportKind = "snapshot",
    payload: bytes = b"",
    *,
    lot: int = 1,
    flags=0,
    source: int = 7,
) -> TailRow:
    observed_us = NOON_US + round(seconds * 1e6)
    return TailRow(1, 1, source, lot, KIND_CODE[kind], "s", observed_us, None, flags, payload, b"")


def learned(rows: list[TailRow]) -> Learned | None:
    rhythm = Rhythm()
    rhythm.see(rows)
    return rhythm.learned().get(7)


@pytest.mark.parametrize(("every_s", "ttl_s"), [(10, 120), (60, 120), (300, 450), (900, 1350)])
def test_a_slow_feed_is_not_grey_between_its_words(every_s, ttl_s):
    rows = [row(every_s * n, payload=b"%d" % (n % 3), lot=lot) for n in range(40) for lot in (1, 2)]
    assert learned(rows) == Learned(ttl_s, changes_only=False)


def test_a_feed_that_repeats_itself_says_more_than_changes():
    rows = [row(60 * n, payload=b"same") for n in range(40)]
    rows += [row(60 * n + 5, "heartbeat") for n in range(40)]
    assert learned(sorted(rows, key=lambda one: one.observed_us)) == Learned(120, False)


def test_a_feed_with_heartbeats_that_never_repeats_itself_speaks_only_of_changes():
    rows = [row(200 * n, "heartbeat") for n in range(60)]
    rows += [row(2_000 * n + 5, payload=b"%d" % n) for n in range(6)]
    assert learned(sorted(rows, key=lambda one: one.observed_us)) == Learned(300, True)


def test_two_words_and_what_was_delivered_late_teach_nothing():
    assert learned([row(0), row(60)]) is None
    assert learned([row(60 * n, flags=BACKFILL) for n in range(40)]) is None


def test_what_was_told_already_is_not_told_again():
    rhythm = Rhythm()
    rhythm.see([row(60 * n, payload=b"%d" % n) for n in range(40)])
    assert rhythm.learned()
    assert rhythm.learned() == {}

"""Replay: recorded moments become played ones, batches stay small, closures get their end."""

from hypothesis import given
from hypothesis import strategies as st

from ingest.formats.closures import Closures
from ingest.formats.lot_ids import lot_id_of
from ingest.replay.lots import closures_of, snapshot_body
from ingest.replay.player import BATCH_ITEMS, batches
from ingest.replay.recording import RecordedCount
from ingest.replay.times import EndingNow, ShiftedTimes, TrueTimes

HOUR_US = 3_600_000_000


def a_count(at_us: int = 0, *, free: int | None = 5, is_open: bool | None = None) -> RecordedCount:
    return RecordedCount("place", at_us, f"serial-{at_us}", free, is_open=is_open)


@given(st.lists(st.integers(0, 50 * HOUR_US), max_size=2_000).map(sorted))
def test_batches_keep_every_count_in_order_and_stay_within_their_bounds(times: list[int]) -> None:
    counts = [a_count(at_us) for at_us in times]
    cut = list(batches(iter(counts), HOUR_US))
    assert [count for batch in cut for count in batch] == counts
    for batch in cut:
        assert len(batch) <= BATCH_ITEMS
        assert batch[-1].observed_us - batch[0].observed_us <= HOUR_US


def test_a_manual_clock_keeps_the_datas_own_times() -> None:
    assert TrueTimes(first_us=1_000, speed=None).observed_us(77) == 77


def test_a_real_clock_squeezes_time_by_the_speed() -> None:
    times = ShiftedTimes(first_us=0, start_us=10 * HOUR_US, speed=60.0)
    assert times.observed_us(HOUR_US) == 10 * HOUR_US + HOUR_US // 60
    assert times.due_s(HOUR_US) == 60.0


def test_at_full_speed_a_recording_ends_now() -> None:
    times = EndingNow(last_us=5 * HOUR_US, end_us=100 * HOUR_US)
    assert times.observed_us(5 * HOUR_US) == 100 * HOUR_US
    assert times.observed_us(4 * HOUR_US) == 99 * HOUR_US


def test_a_place_gets_an_id_the_operator_may_create() -> None:
    assert lot_id_of("ffm", "24276") == "ffm-24276"
    assert lot_id_of("ffm", "Alte Oper/Nord") == "ffm-Alte-Oper-Nord"
    assert lot_id_of("dresden", "dresden-parken-Altmarkt") == "dresden-parken-Altmarkt"


def test_a_snapshot_says_no_capacity_where_the_recording_says_none() -> None:
    body = snapshot_body("ffm-1", a_count(HOUR_US), HOUR_US)
    assert body["spaces"] == [{"space_class": "general", "free": 5}]


def test_closed_said_thrice_is_one_closure_and_open_ends_it() -> None:
    closures = Closures()
    said = [
        closures_of(closures, "lot", a_count(at_us, is_open=is_open), at_us)
        for at_us, is_open in [(1, True), (2, False), (3, False), (4, False), (5, True), (6, True)]
    ]
    kinds = [[report["kind"] for report in reports] for reports in said]
    assert kinds == [[], ["closure"], [], [], ["closure"], []]
    begun, ended = said[1][0], said[4][0]
    assert begun["record_serial"] == ended["record_serial"]
    assert begun["from"] == ended["from"]
    assert "to" not in begun
    assert ended["to"] == ended["observed_at"]

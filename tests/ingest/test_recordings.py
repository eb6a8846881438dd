"""Recorded histories of the real world are read whole, in publication order, with their faults."""

from pathlib import Path

import pytest

from ingest.replay.detect import open_recording

DATA = Path(__file__).resolve().parents[3] / "shared" / "data"
needs_data = pytest.mark.skipif(not DATA.is_dir(), reason=f"no recorded data at {DATA}")


@needs_data
def test_the_dresden_change_log_is_read_whole() -> None:
    recording = open_recording(DATA / "dresden_2025")
    counts = list(recording.counts())
    assert recording.format == "free_changes"
    assert len(recording.lots) == 42
    assert len(counts) == 467_259
    assert [count.observed_us for count in counts] == sorted(count.observed_us for count in counts)


@needs_data
def test_the_birmingham_log_keeps_its_impossible_values_for_the_door_to_judge() -> None:
    recording = open_recording(DATA / "birmingham" / "birmingham.csv")
    counts = list(recording.counts())
    assert len(counts) == 35_717
    assert sum(count.free < 0 for count in counts) == 373
    assert sum(count.free > count.capacity for count in counts) == 12


@needs_data
def test_birmingham_times_follow_summer_time() -> None:
    recording = open_recording(DATA / "birmingham")
    by_serial = {count.serial: count.observed_us for count in recording.counts()}
    assert by_serial["2016-10-04 07:59:42"] == 1_475_564_382_000_000  # 06:59:42Z, BST


@needs_data
def test_an_empty_frankfurt_publication_says_nothing_of_any_lot() -> None:
    series = DATA / "feeds" / "frankfurt-datex2-series"
    assert list(open_recording(series / "2021-12-11T173541Z_317B.xml").counts()) == []


@needs_data
def test_frankfurt_short_term_spaces_are_the_general_ones() -> None:
    recording = open_recording(DATA / "feeds" / "frankfurt-datex2-series")
    first = next(iter(recording.counts()))
    assert (first.place_id, first.free, first.capacity, first.is_open) == ("24276", 52, 150, True)
    assert len(recording.lots) == 9


def test_what_is_no_recording_is_refused_with_the_formats_tried(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="free_changes, occupancy_log, datex2_v2_facility"):
        open_recording(tmp_path)

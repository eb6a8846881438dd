"""Payload and identity: what the log keeps, and when two reports are the same."""

from hypothesis import given
from hypothesis import strategies as st

from parking.identity import fingerprint_of, ident_of, tie_of
from parking.payload import payload_of, report_from_log
from tests.parking.live_reports import any_report, entry, snapshot


@given(any_report)
def test_a_report_comes_back_from_the_log_with_its_whole_content(report):
    back = report_from_log(
        report.kind, report.record_serial, report.observed_us, payload_of(report)
    )
    assert payload_of(back) == payload_of(report)
    assert (back.kind, back.record_serial) == (report.kind, report.record_serial)
    assert back.observed_us == report.observed_us


def test_the_payload_leaves_out_how_a_report_travelled():
    first = entry(1, plate_hash="ab", lane_id="N1")
    again = entry(2, "other", plate_hash="ab", lane_id="N1", is_backfill=True, seq=7)
    assert payload_of(first) == payload_of(again)


@given(st.integers(0, 10**6 - 1))
def test_the_identity_lasts_a_second_and_the_fingerprint_knows_its_parts(part_us):
    second_us = 1_795_222_800_000_000
    ident = ident_of(1, 2, "entry", "E-1", second_us)
    assert ident == ident_of(1, 2, "entry", "E-1", second_us + part_us)
    same = fingerprint_of(b"{}", second_us) == fingerprint_of(b"{}", second_us + part_us)
    assert same == (part_us == 0)


def test_source_lot_kind_serial_and_second_each_make_another_identity():
    idents = {
        ident_of(1, 2, "entry", "E-1", 5_000_000),
        ident_of(9, 2, "entry", "E-1", 5_000_000),
        ident_of(1, 9, "entry", "E-1", 5_000_000),
        ident_of(1, 2, "exit", "E-1", 5_000_000),
        ident_of(1, 2, "entry", "E-2", 5_000_000),
        ident_of(1, 2, "entry", "E-1", 6_000_000),
        ident_of(1, 22, "entry", "E-1", 5_000_000),
    }
    assert len(idents) == 7


def test_identities_grow_with_the_observed_second_and_ties_fit_their_digits():
    early, late = (ident_of(1, 2, "entry", "E-1", at * 1_000_000) for at in (5, 6))
    assert early < late
    assert tie_of(b"\xff" * 16) < 10**15


def test_a_snapshots_payload_is_small_and_plain():
    assert payload_of(snapshot(0, 12)) == b'{"spaces":[{"free":12}]}'

"""Moments as written by strangers: one form, with an offset, within a lifetime of today."""

from datetime import UTC, datetime

import pytest

from parking.moment import BadMomentError, read_moment


@pytest.mark.parametrize(
    "written",
    ["2026-11-21T09:00:00+08:00", "2026-11-21T01:00:00Z", "2026-11-21 01:00:00.000000000z"],
)
def test_one_moment_may_be_written_in_many_offsets(written: str):
    assert read_moment(written) == datetime(2026, 11, 21, 1, tzinfo=UTC)


@pytest.mark.parametrize(
    ("written", "slug"),
    [
        (1795327200, "bad-time"),
        ("1795327200000", "bad-time"),
        ("2026-11-21", "bad-time"),
        ("2026-02-30T00:00:00Z", "bad-time"),
        ("2026-11-21T09:00:00+99:00", "bad-time"),
        ("9999-12-31T23:59:59-10:00", "bad-time"),
        ("0001-01-01T00:00:00+14:00", "bad-time"),
        ("2026-11-21T09:00:00", "naive-time"),
        ("２０２６-11-21T09:00:00Z", "bad-time"),
    ],
)
def test_whatever_else_is_written_is_refused_and_says_how(written: object, slug: str):
    with pytest.raises(BadMomentError) as refused:
        read_moment(written)
    assert refused.value.slug == slug

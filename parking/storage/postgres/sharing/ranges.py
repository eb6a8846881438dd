"""Spans of microseconds as PostgreSQL's ranges of moments, and back. It knows no table."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta

import asyncpg

from parking.clock import from_us, to_us
from parking.sharing.terms import Moments


def range_of(span: Moments) -> asyncpg.Range[datetime]:
    return asyncpg.Range(from_us(span[0]), from_us(span[1]))


def moments_of(found: asyncpg.Range[datetime]) -> Moments:
    """Read a range with both ends."""
    if found.lower is None or found.upper is None:
        raise ValueError("a range without an end")
    return to_us(found.lower), to_us(found.upper)


def multirange_text(spans: Iterable[Moments]) -> str:
    """Write spans as a literal: an array of multiranges cannot be sent in another way."""
    inner = ",".join(f"[{from_us(begin)},{from_us(end)})" for begin, end in spans)
    return f"{{{inner}}}"


def days_range(first: date, last: date) -> asyncpg.Range[date]:
    """Return the days from the first to the last, both included."""
    return asyncpg.Range(first, last + timedelta(days=1))

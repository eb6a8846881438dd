"""Agreements to try things with: Jinan's published regime, and strategies for any agreement."""

from datetime import date, timedelta

from hypothesis import strategies as st

from parking.sharing.terms import (
    DAY_CLASSES,
    DAY_MIN,
    Audience,
    Notice,
    Price,
    Recurrence,
    Span,
    Terms,
    VehicleLimits,
    Window,
)

JINAN: dict[str, object] = {
    "lot_id": "370102-A-00031",
    "spaces": ["B1-07", "B1-08"],
    "valid": {"from": "2026-12-01", "until": "2027-11-30"},
    "windows": [
        {
            "days": ["workday"],
            "stay": ["19:00", "07:30"],
            "movement": [["19:00", "22:00"], ["06:00", "07:30"]],
        },
        {
            "days": ["weekend", "holiday"],
            "stay": ["00:00", "24:00"],
            "movement": [["06:00", "22:00"]],
        },
    ],
    "vehicle": {"max_height_m": 1.8, "max_seats": 7},
    "price": {"free": True},
    "notice": {"cancel_min": 60, "suspend_h": 24},
}
"""Free, on workdays from 19:00 to 07:30 and else all day, no coming or going 22:00-06:00."""


def spans(within: Span) -> st.SearchStrategy[Span]:
    """Spans that are not empty, within another."""
    edges = st.integers(within.start_min, within.end_min)
    pairs = st.lists(edges, min_size=2, max_size=2, unique=True)
    return pairs.map(lambda pair: Span(min(pair), max(pair)))


@st.composite
def stays(draw: st.DrawFn) -> Span:
    """Spans of up to a day that begin on their day, and may end on the next."""
    start_min = draw(st.integers(0, DAY_MIN - 1))
    return Span(start_min, start_min + draw(st.integers(1, DAY_MIN)))


def rules(dtstart: date) -> st.SearchStrategy[str]:
    """Rules that are taken, as they are written."""
    nothing = st.just("")
    weekdays = st.sampled_from(("MO", "TU", "WE", "TH", "FR", "SA", "SU"))
    numbers = st.sampled_from(("1", "2", "5", "-1", "-2", "-5", "+3"))
    by_day = nothing | _part("BYDAY", weekdays)
    by_month_day = nothing | _part("BYMONTHDAY", st.sampled_from([*range(-31, 0), *range(1, 32)]))
    by_ordinal = by_day | _part("BYDAY", st.builds("{}{}".format, numbers, weekdays))
    until = st.integers(0, 731).map(lambda number: dtstart + timedelta(days=number))
    common = (
        nothing | st.integers(1, 52).map("INTERVAL={}".format),
        nothing | st.integers(1, 400).map("COUNT={}".format) | until.map("UNTIL={:%Y%m%d}".format),
        st.sampled_from(("", "WKST=SU", "WKST=MO", "WKST=WE")),
    )
    return st.one_of(
        st.tuples(st.just("FREQ=DAILY"), by_day, by_month_day, *common),
        st.tuples(st.just("FREQ=WEEKLY"), by_day, *common),
        st.tuples(st.just("FREQ=MONTHLY"), by_ordinal, by_month_day, *common),
    ).map(lambda parts: ";".join(filter(None, parts)))


def _part(name: str, values: st.SearchStrategy[object]) -> st.SearchStrategy[str]:
    some = st.lists(values, min_size=1, max_size=6, unique=True)
    return some.map(lambda chosen: f"{name}=" + ",".join(map(str, chosen)))


@st.composite
def windows(draw: st.DrawFn, first: date) -> Window:
    """Windows on days of classes, or on every few days from the first."""
    stay = draw(stays())
    movement = tuple(draw(st.lists(spans(stay), min_size=1, max_size=3)))
    if draw(st.booleans()):
        days = draw(st.lists(st.sampled_from(DAY_CLASSES), min_size=1, unique=True))
        return Window(stay, movement, tuple(days))
    rule = f"FREQ=DAILY;INTERVAL={draw(st.integers(1, 52))}"
    exdates = draw(st.lists(st.integers(1, 400), max_size=3))
    days_off = tuple(first + timedelta(days=number) for number in exdates)
    return Window(stay, movement, recurrence=Recurrence(rule, first, days_off))


_CODES = st.text("ABCXYZ-0123456789车位", min_size=1, max_size=12)
_PRICES = st.one_of(
    st.just(Price()),
    st.builds(Price, st.sampled_from(("hour", "visit")), st.integers(1, 9_999)),
    st.builds(Price, st.sampled_from(("hour", "visit")), st.just(0), st.integers(1, 99)),
)
_AUDIENCES = st.one_of(
    st.just(Audience()),
    st.builds(Audience, _CODES),
    st.builds(Audience, st.none(), st.lists(_CODES, min_size=1, unique=True).map(tuple)),
)
_VEHICLES = st.builds(
    VehicleLimits,
    st.none() | st.integers(100, 400).map(lambda cm: cm / 100),
    st.none() | st.integers(1, 60),
)


@st.composite
def agreements(draw: st.DrawFn) -> Terms:
    """Any terms that can be agreed."""
    first = draw(st.dates(date(2025, 1, 1), date(2029, 12, 31)))
    has_spaces = draw(st.booleans())
    return Terms(
        lot_id="370102-A-00031",
        first=first,
        until=first + timedelta(days=draw(st.integers(0, 700))),
        windows=tuple(draw(st.lists(windows(first), min_size=1, max_size=4))),
        spaces=tuple(draw(st.lists(_CODES, min_size=1, unique=True))) if has_spaces else None,
        quota=None if has_spaces else draw(st.integers(1, 500)),
        vehicle=draw(_VEHICLES),
        price=draw(_PRICES),
        notice=Notice(draw(st.integers(0, 1440)), draw(st.integers(0, 72))),
        audience=draw(_AUDIENCES),
        buffer_min=draw(st.integers(0, 240)),
    )

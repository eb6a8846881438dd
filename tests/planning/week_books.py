"""The ledger's figures beside the platform's: what differs between them, by code name."""

from fractions import Fraction

from simulator.week.asked import Asked
from simulator.week.books import Books
from simulator.week.days import DAY_US, HOUR_US
from simulator.week.figures import figures, peak_at_us
from simulator.week.town import AREAS, BEGINS_US, DAYS, ENDS_US, FROM_US, TO_US, TOWN, lots_in

WEEK = (FROM_US, TO_US)
ALL_DAYS = [(FROM_US + n * DAY_US, FROM_US + (n + 1) * DAY_US) for n in range(DAYS)]
ALL_HOURS = [(at_us, at_us + HOUR_US) for at_us in range(FROM_US, TO_US, HOUR_US)]
PLACES = {lot.lot_id: [lot.lot_id] for lot in TOWN}
AREA_LOTS = {area: [lot.lot_id for lot in lots_in(area)] for area in AREAS}
CITY = {"week": [lot.lot_id for lot in TOWN]}


def books_of(week):
    return {name: Books(truth, (BEGINS_US, ENDS_US)) for name, truth in week.truths.items()}


def asked_of(books, names, span, classes=None):
    classes = None if classes is None else frozenset(classes)
    return Asked([books[name] for name in names], *span, classes)


def told_apart(asked, kpis):
    """Return what the platform tells otherwise: code, the ledger's value, the platform's."""
    ledger = {code: _number(value) for code, value in figures(asked).items()}
    told = kpis.values
    assert ledger.keys() == told.keys()
    apart = {code: (ledger[code], told[code]) for code in ledger if ledger[code] != told[code]}
    if told["peak_saturation"] is not None and kpis.peak_at_us != peak_at_us(asked):
        apart["peak_at"] = peak_at_us(asked), kpis.peak_at_us
    return apart


def _number(value):
    """The float that is nearest to what is exact."""
    return float(value) if isinstance(value, Fraction) else value

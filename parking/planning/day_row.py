"""Day row: one space class of one lot or region on one local day, from its hours. No store."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date

from msgspec import Struct

from parking.planning.hour_row import HourRow
from parking.planning.space_time import NOTHING, SpaceTime, total
from parking.planning.time_series import QUARTER_US, QUARTERS_AN_HOUR, STEPS_A_QUARTER
from parking.vocabulary import SpaceClass


class Peak(Struct, frozen=True, array_like=True, gc=False):
    """The quarter hour that begins at `at_us`; its share taken is of what is known of it."""

    taken_us: int
    known_us: int
    at_us: int

    def exceeds(self, other: "Peak | None") -> bool:
        """Compare shares exactly; the earlier of equals stays."""
        return other is None or self.taken_us * other.known_us > other.taken_us * self.known_us


class DayRow(Struct, frozen=True, gc=False):
    """`hours_known`: hours of which four fifths are known; `hours_in_band`: those of these that
    were three to four fifths taken. The peak is of quarter hours of which four fifths are known.
    """

    space_class: SpaceClass
    day: date
    until_us: int
    sums: SpaceTime = NOTHING
    entries: int = 0
    exits: int = 0
    hours_known: int = 0
    hours_in_band: int = 0
    peak: Peak | None = None


def day_of(day: date, rows: Sequence[HourRow]) -> DayRow:
    """Sum up a day's hours of one class; at least one, in the order of time."""
    sums = [row.sums for row in rows]
    known = [one for one in sums if is_known(one)]
    return DayRow(
        space_class=rows[0].space_class,
        day=day,
        until_us=rows[-1].until_us,
        sums=total(sums),
        entries=sum(row.entries for row in rows),
        exits=sum(row.exits for row in rows),
        hours_known=len(known),
        hours_in_band=sum(is_in_band(one) for one in known),
        peak=peak_of(rows),
    )


def is_known(sums: SpaceTime) -> bool:
    """Tell whether four fifths of what was open are known."""
    return sums.open_us > 0 and 5 * sums.known_us >= 4 * sums.open_us


def is_in_band(sums: SpaceTime) -> bool:
    """Tell whether three to four fifths of what is known were taken."""
    return 3 * sums.known_us <= 5 * sums.taken_us <= 4 * sums.known_us


def peak_of(rows: Iterable[HourRow]) -> Peak | None:
    """Return the fullest quarter hour, the first of equals; None where too little is known."""
    greatest: Peak | None = None
    for row in rows:
        for peak in _quarters(row):
            if peak.exceeds(greatest):
                greatest = peak
    return greatest


def _quarters(row: HourRow) -> Iterator[Peak]:
    for place in range(QUARTERS_AN_HOUR):
        first = place * STEPS_A_QUARTER
        quarter = total(row.steps[first : first + STEPS_A_QUARTER])
        if is_known(quarter):
            yield Peak(quarter.taken_us, quarter.known_us, row.hour_us + place * QUARTER_US)

"""When a lot is open, what it costs and how high one may be, in DATEX II."""

from ingest.export.datex2.pieces import ZONE, both
from ingest.export.datex2.words import DAYS, LONGEST
from ingest.export.tariff_words import read_tariff, tariff_words
from ingest.export.weekly_hours import ALWAYS, Hours, weekly_hours
from ingest.export.xml_text import escaped, tag
from parking.clock import rfc3339
from parking.lot import Lot
from parking.tariff import Step, Tariff


def operating_hours(lot: Lot, since_us: int) -> str:
    """Write the opening hours: as a week where they are that simple, and always as their text."""
    text = lot.opening_hours
    if text is None:
        return ""
    if text.strip() == ALWAYS:
        return '<fac:operatingHours xsi:type="fac:OpenAllHours"/>'
    period = f"<com:overallStartTime>{rfc3339(since_us, ZONE)}</com:overallStartTime>" + "".join(
        _period(hours) for hours in weekly_hours(text) or ()
    )
    content = tag("fac:label", escaped(text, LONGEST)) + tag("fac:overallPeriod", period)
    attributes = {
        "xsi:type": "fac:OperatingHoursSpecification",
        "id": f"{lot.lot_id}/hours",
        "version": str(lot.version),
    }
    return tag("fac:operatingHours", content, attributes)


def rates(lot: Lot) -> str:
    """Write the tariff: free, or a table with its text and, where it is simple, its lines."""
    tariff = read_tariff(lot.tariff)
    if tariff is None:
        return ""
    if tariff.free:
        return '<fac:rates xsi:type="fac:FreeOfCharge"/>'
    name = both("fac:rateTableName", tariff_words(tariff))
    attributes = {
        "xsi:type": "fac:RateTable",
        "id": f"{lot.lot_id}/rates",
        "version": str(lot.version),
    }
    content = f"<fac:applicableCurrency>{tariff.currency}</fac:applicableCurrency>{name}"
    return tag("fac:rates", content + _lines(tariff), attributes)


def height_limit(lot: Lot) -> str:
    """Write up to which height vehicles may enter."""
    if lot.max_height_m is None:
        return ""
    limit = (
        "<com:comparisonOperator>lessThanOrEqualTo</com:comparisonOperator>"
        f"<com:vehicleHeight>{lot.max_height_m:g}</com:vehicleHeight>"
    )
    return tag("fac:applicableForVehicles", tag("com:heightCharacteristic", limit))


def _period(hours: Hours) -> str:
    spans = "".join(
        tag(
            "com:recurringTimePeriodOfDay",
            f"<com:startTimeOfPeriod>{begins}:00</com:startTimeOfPeriod>"
            f"<com:endTimeOfPeriod>{ends}:00</com:endTimeOfPeriod>",
        )
        for begins, ends in hours.spans
    )
    days = "".join(f"<com:applicableDay>{DAYS[day]}</com:applicableDay>" for day in hours.days)
    return tag("com:validPeriod", spans + tag("com:recurringDayWeekMonthPeriod", days))


def _lines(tariff: Tariff) -> str:
    """Write lines for one period that is always in force, which says all there is to say."""
    if tariff.visit_fen or tariff.free_min or tariff.vehicle_factor or len(tariff.periods) != 1:
        return ""
    period = tariff.periods[0]
    if (period.begins, period.ends) != ("00:00", "24:00") or set(period.days) != {"all"}:
        return ""
    caps = [fen for fen in (period.cap_fen, tariff.day_cap_fen) if fen is not None]
    cap = tag("fac:maxValueCollection", _money(min(caps))) if caps else ""
    lines, begins = [], 0
    for number, step in enumerate(period.steps, 1):
        lines.append(tag("fac:rateLine", _line(step, begins), {"sequence": str(number)}))
        begins = step.up_to_min or begins
    return tag("fac:rateLineCollection", cap + "".join(lines), {"collectionSequence": "1"})


def _line(step: Step, begins: int) -> str:
    kind = "flatRateTier" if step.per_min is None else "incrementingRate"
    until = None if step.up_to_min is None else _clock(step.up_to_min)
    every = None if step.per_min is None else f"PT{step.per_min}M"
    return (
        tag("fac:rateLineType", kind)
        + tag("fac:durationStart", _clock(begins))
        + tag("fac:durationEnd", until)
        + tag("fac:incrementPeriod", every)
        + tag("fac:value", _money(step.fen))
    )


def _clock(minutes: int) -> str | None:
    """Write minutes of a stay as the model has them, a time of day; none beyond a day."""
    hours, rest = divmod(minutes, 60)
    return f"{hours:02d}:{rest:02d}:00" if minutes <= 24 * 60 else None


def _money(fen: int) -> str:
    return f"{fen / 100:.2f}"

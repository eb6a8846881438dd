"""Hours in which cars may drive in, of SPDP's `openingTimes`."""

from ingest.formats.facts import Facts
from ingest.formats.spdp_nl.payload import DAYS
from ingest.formats.weekly_hours import Rule, weekly_hours


def hours_of(facts: Facts) -> str | None:
    """Return OSM opening hours where there is one period, all the year round; else None."""
    periods = list(facts.each("openingTimes"))
    if len(periods) != 1 or periods[0].flag("openAllYear") is not True:
        return None
    rules = [_rule_of(time) for time in periods[0].each("entryTimes")]
    if any(rule is None for rule in rules):
        periods[0].find("ignored-part", value="entryTimes")
        return None
    return weekly_hours(rule for rule in rules if rule is not None)


def _rule_of(time: Facts) -> Rule | None:
    named = time.get("dayNames")
    days = [DAYS.get(str(day)[:2].casefold()) for day in named] if isinstance(named, list) else []
    begin, end = _clock(time.inner("enterFrom")), _clock(time.inner("enterUntil"))
    if not days or None in days or begin is None or end is None:
        return None
    return [day for day in days if day], begin, end


def _clock(time: Facts) -> str | None:
    hour, minute = time.number("h"), time.number("m") or 0
    return None if hour is None else f"{hour:.0f}:{minute:02.0f}"

"""The past by hand: what a lot's hours come to, asked minute by minute of all that was ever said.

It shares no rule with the fold: every minute is worked out anew from the whole list of reports.
Everything must happen at full minutes; the registry's time zone must not change.
"""

from collections import Counter, defaultdict
from zoneinfo import ZoneInfo

from parking.clock import from_us, to_us
from parking.opening import opening_at
from parking.planning.hour_row import HourRow
from parking.planning.space_time import SpaceTime
from parking.report import Closure, Snapshot, SpaceReport
from parking.vocabulary import SPACE_CLASSES
from tests.planning.tellings_by_hand import (
    HOUR_US,
    MINUTE_US,
    facts_at,
    hold_us,
    interval_us,
    passed,
    tellings,
)


class ByHand:
    def __init__(self, facts, records, lending):
        self.facts, self.records, self.lending = facts, records, lending

    def since(self, until_us):
        first_us = self.records[0].observed_us if self.records else until_us
        return min(self.facts.steps[0].since_us, first_us, until_us)

    def is_there(self, moment_us):
        if facts_at(self.facts, moment_us).is_deleted:
            return False
        heard = any(record.observed_us <= moment_us for record in self.records)
        return heard or moment_us >= self.facts.steps[0].since_us

    def is_open(self, moment_us):
        step = facts_at(self.facts, moment_us)
        try:
            opens = opening_at(step.opening_hours, moment_us, step.timezone).is_open
        except ValueError:
            opens = True
        closures = {}
        for record in self.records:
            if isinstance(record.report, Closure) and record.observed_us <= moment_us:
                closures[record.source_key, record.report.record_serial] = record.report
        for closure in closures.values():
            begins = to_us(closure.begins_at or closure.observed_at)
            ends = closure.ends_at
            if begins <= moment_us and (ends is None or moment_us < to_us(ends)):
                opens = False
        return opens

    def heard_since(self, moment_us):
        """When the unbroken time began in which the lot was heard; None where it is silent."""
        begun_us = reaches_us = None
        for record in self.records:
            if record.observed_us > moment_us:
                break
            if reaches_us is None or record.observed_us > reaches_us:
                begun_us, reaches_us = record.observed_us, 0
            reaches_us = max(reaches_us, record.observed_us + hold_us(self.facts, record))
        return begun_us if reaches_us is not None and moment_us < reaches_us else None

    def count(self, space_class, moment_us):
        """Free by the lot's count, and when that was last told or moved; None where unknown."""
        begun_us = self.heard_since(moment_us)
        free = told_us = None
        for record, said, moved in tellings(self.records, space_class):
            if begun_us is None or not begun_us <= record.observed_us <= moment_us:
                continue
            if said is not None or free is not None:
                free = said if said is not None else free + moved
                told_us = record.observed_us
        return None if free is None else (free, told_us)

    def capacity(self, space_class, moment_us):
        begun_us = self.heard_since(moment_us)
        in_force = ever = None
        for record in self.records:
            if record.observed_us > moment_us or not isinstance(record.report, Snapshot):
                continue
            for space in record.report.spaces:
                if space.space_class == space_class:
                    ever = ever if space.capacity is None else space.capacity
                    if begun_us is not None and record.observed_us >= begun_us:
                        in_force = space.capacity
        registered = facts_at(self.facts, moment_us).capacity.get(space_class)
        for said in (in_force, registered, ever):
            if said is not None:
                return said
        return sum(self.bays(space_class, moment_us)[0].values())

    def bays(self, space_class, moment_us):
        """How many bays are free, occupied, unknown, and when one was last spoken of."""
        begun_us = self.heard_since(moment_us)
        newest, spoken_us = {}, 0
        for record in self.records:
            if isinstance(record.report, SpaceReport) and record.observed_us <= moment_us:
                newest[record.report.space_code] = record
                if (record.report.space_class or "general") == space_class:
                    spoken_us = record.observed_us
        tally = Counter()
        for record in newest.values():
            if (record.report.space_class or "general") == space_class:
                is_silent = begun_us is None or record.observed_us < begun_us
                tally["unknown" if is_silent else record.report.status] += 1
        return tally, spoken_us if begun_us is not None and spoken_us >= begun_us else 0

    def lent(self, moment_us):
        steps = [step for step in self.lending if step.at_us <= moment_us]
        return steps[-1] if steps else None

    def away(self, space_class, moment_us):
        step = self.lent(moment_us)
        if step is None or space_class == "shared":
            return 0, 0
        parts = [step.away[space_class]] if space_class in step.away else []
        if "" in step.away and space_class == self.class_of_lot(moment_us):
            parts.append(step.away[""])
        return sum(part.spaces for part in parts), sum(part.empty for part in parts)

    def class_of_lot(self, moment_us):
        """Return what an unregistered space is: general where that is registered or counted."""
        registered = facts_at(self.facts, moment_us).capacity
        said = [
            record.report
            for record in self.records
            if record.observed_us <= moment_us
            and isinstance(record.report, Snapshot | SpaceReport)
            and _is_of_general(record.report)
        ]
        if registered.get("general") or said or self.count("general", moment_us) is not None:
            return "general"
        real = [name for name, spaces in registered.items() if spaces]
        return real[0] if len(real) == 1 else None

    def spaces(self, space_class, moment_us):
        """Return how many spaces are open, known, taken, full, closed."""
        if not self.is_there(moment_us):
            return 0, 0, 0, 0, 0
        capacity, known, free = self.known(space_class, moment_us)
        if not capacity:
            return 0, 0, 0, 0, 0
        if not self.is_open(moment_us):
            return 0, 0, 0, 0, capacity
        return capacity, known, known - free, known if not free else 0, 0

    def known(self, space_class, moment_us):
        """Return capacity, how many spaces of it are known, how many of them free."""
        step = self.lent(moment_us)
        if space_class == "shared" and step is not None:
            return step.capacity, step.capacity, max(0, step.capacity - step.taken)
        capacity = self.capacity(space_class, moment_us)
        count = self.count(space_class, moment_us)
        bays, spoken_us = self.bays(space_class, moment_us)
        heard_bays = bays["free"] + bays["occupied"]
        by_bays = bool(bays.total())
        if by_bays and count is not None:
            covers = heard_bays >= 0.95 * capacity
            by_bays = spoken_us > count[1] and (covers or spoken_us - count[1] > HOUR_US)
        known = free = 0
        if by_bays:
            known, free = min(heard_bays, capacity), min(bays["free"], capacity)
        elif count is not None:
            known, free = capacity, min(capacity, max(0, count[0]))
        spaces, empty = self.away(space_class, moment_us)
        left = max(0, capacity - spaces)
        own_free, own_taken = max(0, free - empty), max(0, known - free - (spaces - empty))
        known = min(left, own_free + own_taken)
        return left, known, min(own_free, known)

    def rows(self, until_us):
        """All rows up to a moment, which is a full minute."""
        zone = ZoneInfo(self.facts.steps[0].timezone)
        steps = defaultdict(lambda: [[0] * 5 for _ in range(12)])
        vehicles = defaultdict(lambda: [0, 0])

        def place(moment_us):
            local = from_us(moment_us).astimezone(zone)
            into_us = (local.minute * 60 + local.second) * 1_000_000 + local.microsecond
            return moment_us - into_us, into_us // (5 * MINUTE_US)

        for moment_us in range(self.since(until_us), until_us, MINUTE_US):
            hour_us, step = place(moment_us)
            for space_class in SPACE_CLASSES:
                for part, spaces in enumerate(self.spaces(space_class, moment_us)):
                    if spaces:
                        steps[hour_us, space_class][step][part] += spaces * MINUTE_US
        for space_class, moment_us, came, went in passed(self.records):
            if came or went:
                key = place(moment_us)[0], space_class
                vehicles[key][0] += came
                vehicles[key][1] += went
                steps[key]
        return [
            HourRow(
                space_class,
                hour_us,
                min(until_us, hour_us + HOUR_US),
                tuple(SpaceTime(*parts) for parts in steps[hour_us, space_class]),
                *vehicles[hour_us, space_class],
            )
            for hour_us, space_class in sorted(
                steps, key=lambda key: (key[0], SPACE_CLASSES.index(key[1]))
            )
        ]

    def online(self, until_us):
        """Return how long the lot was due, and how long it was online of that."""
        due_us = online_us = 0
        for moment_us in range(self.since(until_us), until_us, MINUTE_US):
            heard = [record for record in self.records if record.observed_us <= moment_us]
            if heard and self.is_there(moment_us):
                due_us += MINUTE_US
                online_us += MINUTE_US * any(
                    moment_us < record.observed_us + interval_us(self.facts, record)
                    for record in heard
                )
        return due_us, online_us


def _is_of_general(report):
    """Tell whether a report is of a general bay, or says how many general spaces there are."""
    if isinstance(report, SpaceReport):
        return (report.space_class or "general") == "general"
    return any(
        space.space_class == "general" and space.capacity is not None for space in report.spaces
    )

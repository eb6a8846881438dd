"""The simulated week as the platform's rules are given it: registry, lending, and standing records.

Bodies go the way of the door: decoded, checked, given an identity. Nothing here knows the truth but
what was lent, which at the platform comes from agreements and bookings.
"""

import msgspec

from parking.clock import to_us
from parking.identity import ident_of
from parking.live.amend import amend
from parking.live.record import Record
from parking.live.supply_register import Away
from parking.lot import Lot
from parking.planning.history.fold import fold
from parking.planning.history.lending_step import LendingStep
from parking.planning.history.past_facts import FactsStep, PastFacts, RhythmStep
from parking.plausibility import check_report
from parking.problems import Problem
from parking.report_body import decode_reports
from simulator.week.books import DUE_US
from simulator.week.days import ZONE

SOURCE = 7
HUNDREDS = 900


def facts_of(lot):
    steps = tuple(
        FactsStep(since_us, spaces, lot.hours_text, ZONE) for since_us, spaces in lot.capacity
    )
    return PastFacts(steps, {SOURCE: (RhythmStep(steps[0].since_us, DUE_US),)})


def lending_of(truth):
    moments = sorted({*truth.lent.moments, *truth.sharers.moments})
    steps = []
    for at_us in moments:
        lent, taken = truth.lent.at(at_us), truth.sharers.at(at_us)
        away = {"": Away(lent, lent - taken)} if lent else {}
        steps.append(LendingStep(at_us, lent, taken, away))
    return steps


def records_of(lot, bodies):
    """The log's rows of these bodies; whatever comes twice is there once."""
    log = {}
    for start in range(0, len(bodies), HUNDREDS):
        wire = msgspec.json.encode({"reports": bodies[start : start + HUNDREDS]})
        for report in decode_reports(wire):
            record = _record(lot, report)
            log.setdefault(record.ident, record)
    return list(log.values())


def _record(lot, report):
    assert not isinstance(report, Problem), report
    at_us = to_us(report.observed_at)
    registered = Lot(
        lot_key=1,
        lot_id=lot.lot_id,
        operator_key=1,
        operator_id=lot.operator_id,
        name=lot.name,
        partition=0,
        capacity={name: lot.capacity_at(at_us, name) for name in lot.classes()},
    )
    flags = check_report(report, at_us, registered, at_us, 0)
    assert isinstance(flags, int), flags
    return Record(
        report, at_us, ident_of(SOURCE, 1, report.kind, report.record_serial, at_us), SOURCE, flags
    )


def standing_of(lot, bodies):
    return amend(records_of(lot, bodies)).standing


def folded_week(truth, standing, until_us):
    received_us = {record.ident: record.observed_us for record in standing}
    until = [record for record in standing if record.observed_us < until_us]
    return fold(None, facts_of(truth.lot), until, lending_of(truth), until_us, received_us)

"""One lot in Jinan and what its hours come to, for cases told in minutes from 09:00 on."""

from parking.clock import HOUR_US, MINUTE_US
from parking.live.amend import amend
from parking.planning.history.fold import fold
from parking.planning.history.past_facts import FactsStep, PastFacts
from parking.report import Closure, Heartbeat
from tests.parking.live_reports import (
    T0_US,
    envelope,
    record_of,
)

ONE_LOT = PastFacts((FactsStep(T0_US, {"general": 100}),))


def hours_of(*reports, facts=ONE_LOT, lending=(), until_min=240, **more):
    """Rows by class and the hour's number, from 09:00 in Jinan on."""
    records = amend([record_of(report) for report in reports]).standing
    until_us = T0_US + until_min * MINUTE_US
    folded = fold(None, facts, records, lending, until_us, **more)
    return {(row.space_class, (row.hour_us - T0_US) // HOUR_US): row for row in folded.rows}


def service_of(*reports, facts=ONE_LOT, until_min=60, received_us=None):
    records = amend([record_of(report) for report in reports]).standing
    folded = fold(None, facts, records, (), T0_US + until_min * MINUTE_US, received_us)
    return folded.services


def heartbeat(minute, serial="h"):
    return Heartbeat(**envelope(minute, serial))


def space_minutes(us):
    return us / MINUTE_US


def closure(minute, serial="k", **span):
    return Closure(**span, **envelope(minute, serial))


def at(minute):
    return envelope(minute, "")["observed_at"]

"""A simulated town of offices and homes whose past goes from reports through the fold to hours."""

import math
from datetime import date

import msgspec

from geo.position import Position
from parking.clock import HOUR_US, to_us
from parking.identity import ident_of
from parking.live.amend import amend
from parking.live.record import Record
from parking.lot import Lot
from parking.planning.history.fold import fold
from parking.planning.history.past_facts import FactsStep, PastFacts
from parking.planning.tidal.lot_hours import TidalLot
from parking.plausibility import check_report
from parking.report_body import decode_reports
from parking.sharing.wall_times import wall_us
from simulator.city import METRES_PER_DEGREE, City, SimulatedLot
from simulator.operators import OPERATORS
from simulator.past.telling import past_of_lot
from simulator.past.tides import tides
from tests.planning.tidal_by_hand import lot_hours
from tests.planning.tidal_ground import CENTRE, ZONE

SOURCE = 3
BODY = 1_000


def simulated_lot(
    lot_id: str, east_m: float, north_m: float, spaces: int, land_use: str, pull: float = 1.0
) -> SimulatedLot:
    """A lot so many metres from the centre that snapshots tell of."""
    return SimulatedLot(
        lot_id=lot_id, operator=OPERATORS["static"], name=lot_id, name_en=lot_id,
        lat=CENTRE.lat + north_m / METRES_PER_DEGREE,
        lon=CENTRE.lon + east_m / METRES_PER_DEGREE / math.cos(math.radians(CENTRE.lat)),
        area_code="370102", land_use=land_use, lot_class="attached", structure="underground",
        capacity={"general": spaces}, max_height_m=None, tariff=None, pull=pull,
    )  # fmt: skip


def lived(lots: list[SimulatedLot], last: date, days: int, seed: int = 1) -> list[TidalLot]:
    """The days up to the morning after the last one, seven o'clock, as the platform has them."""
    until_us = wall_us(last, 31 * 60, ZONE)
    city = City(seed, tuple(sorted(lots, key=lambda lot: lot.lot_id)))
    past = tides(city, until_us, days, ZONE)
    found = []
    for number, lot in enumerate(city.lots):
        facts = PastFacts((FactsStep(past.begins_us, dict(lot.capacity), "24/7", ZONE),))
        records = _records(lot, past_of_lot(city, past, number))
        rows = fold(None, facts, amend(records).standing, (), until_us + HOUR_US).rows
        hours = lot_hours(row for row in rows if row.hour_us < until_us)
        found.append(TidalLot(lot.lot_id, Position(lot.lat, lot.lon), hours))
    return found


def _records(lot: SimulatedLot, reports: list[dict]) -> list[Record]:
    """The log's rows of these bodies."""
    registered = Lot(
        lot_key=1, lot_id=lot.lot_id, operator_key=1, operator_id=lot.operator.operator_id,
        name=lot.name, partition=0, capacity=dict(lot.capacity),
    )  # fmt: skip
    records = []
    for first in range(0, len(reports), BODY):
        body = msgspec.json.encode({"reports": reports[first : first + BODY]})
        for report in decode_reports(body):
            at_us = to_us(report.observed_at)
            flags = check_report(report, at_us, registered, at_us, 0)
            ident = ident_of(SOURCE, 1, report.kind, report.record_serial, at_us)
            records.append(Record(report, at_us, ident, SOURCE, flags))
    return records

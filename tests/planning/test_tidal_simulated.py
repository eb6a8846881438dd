"""Opportunities of a simulated town: its past goes as reports through the fold, nothing by hand."""

from datetime import date

import numpy as np
import pytest

from parking.planning.tidal.choice import choose
from parking.planning.tidal.limits import Limits
from parking.planning.tidal.offers import needs, offers, wanted
from parking.planning.tidal.opportunities import opportunities
from parking.planning.tidal.profile import profile
from parking.planning.tidal.reach import reach
from parking.sharing.day_calendar import DayCalendar
from tests.planning.tidal_ground import VALID, best_by_trial, greedy
from tests.planning.tidal_simulated import lived, simulated_lot

CALENDAR = DayCalendar()
TOWN = [
    simulated_lot("homes", 0, 0, 200, "residential", pull=1.25),
    simulated_lot("office", 200, 0, 150, "office", pull=0.9),
    simulated_lot("office-far", 900, 0, 300, "office", pull=0.9),
    simulated_lot("hospital", 0, 5_000, 120, "hospital", pull=1.2),
]
"""Homes full by night, an office beside them, another too far off; nothing near the hospital."""
MONDAY, FRIDAY, SUNDAY = date(2026, 11, 2), date(2026, 11, 6), date(2026, 11, 22)
ALL_ONE_BY_ONE = Limits(
    quiet_nights=False, max_agreements=2, max_walk_m=300, uptake=1.0, min_quota=30,
    min_window_h=10, min_yield=0.1, min_relief_h=1,
)  # fmt: skip


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_the_office_that_is_idle_at_night_is_found_for_the_homes_beside_it(seed):
    found = opportunities(lived(TOWN, SUNDAY, 22, seed), CALENDAR, (MONDAY, SUNDAY), VALID)
    (proposal,) = found.proposals
    assert proposal.lot_id == "office"
    assert [relieved.lot_id for relieved in proposal.relieves] == ["homes"]
    nights = [effect for effect in proposal.effects if effect.day_class == "workday"]
    assert nights[0].relieved_h > 50
    assert nights[0].idle_spaces >= proposal.quota + proposal.margin_spaces
    for window in proposal.draft.windows:
        assert window.stay.start_min >= 17 * 60
        assert window.stay.end_min <= 31 * 60
    assert found.proven_gap < 1e-3


def test_two_offices_at_the_sides_beat_the_one_in_the_middle_that_greed_takes_first():
    """Six homes full by night: the office between four of them is best alone, yet two reach all."""
    homes = [(-390, 0), (-130, 30), (-130, -30), (130, 30), (130, -30), (390, 0)]
    offices = [(0, 0), (-260, 0), (260, 0)]
    lots = [
        *(simulated_lot(f"homes-{n}", *at, 80, "residential", 1.25) for n, at in enumerate(homes)),
        *(simulated_lot(f"office-{n}", *at, 160, "office", 0.9) for n, at in enumerate(offices)),
    ]
    town = lived(lots, FRIDAY, 5)
    hours = profile(town, CALENDAR, MONDAY, FRIDAY)
    lends = np.array([lot.lot_id.startswith("office") for lot in town])
    lent = np.where(lends[:, None], offers(hours, ALL_ONE_BY_ONE), 0.0)
    positions = [lot.position for lot in town]
    nobody = reach(positions, np.zeros(0, np.int64), np.zeros(0, np.int64), 1)
    need = needs(hours, wanted(hours, ALL_ONE_BY_ONE, nobody), ALL_ONE_BY_ONE)
    near = reach(positions, np.flatnonzero(lends), np.flatnonzero(~lends), 300)
    chosen = choose(lent, need, near, ALL_ONE_BY_ONE, gap=0.0)
    assert [town[lender].lot_id for lender in chosen.menu.lender] == ["office-1", "office-2"]
    assert chosen.worth == pytest.approx(best_by_trial(lent, need, near, ALL_ONE_BY_ONE))
    assert chosen.worth > 1.1 * greedy(lent, need, near, ALL_ONE_BY_ONE)

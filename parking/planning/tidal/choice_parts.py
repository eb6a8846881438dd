"""Choice parts: agreements, flows and relief laid down in a program. They know no lot by name."""

import numpy as np
from msgspec import Struct

from parking.planning.tidal.limits import FAR_ACCEPTED, Limits
from parking.planning.tidal.menu import Menu
from parking.planning.tidal.offers import HOURS, SLICES, Needs
from parking.planning.tidal.profile import SLOTS
from parking.planning.tidal.program import Ints, Program
from parking.planning.tidal.reach import Reach
from parking.planning.tidal.stay_windows import QUIET_FROM, QUIET_UNTIL


class FlowColumns(Struct, frozen=True):
    """One column per pair of the reach and hour in which spaces may go from one to the other."""

    column: Ints
    pair: Ints
    hour: Ints


class Laid(Struct, frozen=True):
    """A program, the column of each choice and of the quota that it needs signed, the columns of
    flows, and the row of the budget.
    """

    program: Program
    options: Ints
    signs: Ints
    flows: FlowColumns
    budget: int


def lay(menu: Menu, needs: Needs, reach: Reach, limits: Limits) -> Laid:
    """Lay all of it for the lenders that the menu has."""
    program = Program()
    budget = program.add_rows(np.array([float(limits.max_agreements)]))
    options, signs = _lay_agreements(program, budget, menu, needs, limits)
    flows = _lay_flows(program, menu, options, reach, needs, limits)
    _lay_relief(program, flows, reach, needs)
    return Laid(program, options, signs, flows, int(budget[0]))


def _lay_agreements(
    program: Program, budget: Ints, menu: Menu, needs: Needs, limits: Limits
) -> tuple[Ints, Ints]:
    """Lay the choices: one quota a lender, one window a class of days, so many agreements.

    Returns for each choice its column, and that of its lender's quota.
    """
    class_days = needs.days[menu.day_class * SLOTS]
    owed = limits.min_yield * menu.quota * (menu.end - menu.start) * class_days
    options = program.add_columns(-owed, np.ones(owed.size), whole=True)
    signed, of_option = np.unique(
        np.stack((menu.lender, menu.quota), axis=1), axis=0, return_inverse=True
    )
    signed_for = np.full(len(signed), -limits.min_relief_h * needs.all_days)
    signs = program.add_columns(signed_for, np.ones(len(signed)), whole=True)
    lenders, of_sign = np.unique(signed[:, 0], return_inverse=True)
    program.enter(program.add_rows(np.ones(lenders.size))[of_sign], signs, 1.0)
    program.enter(budget.repeat(signs.size), signs, 1.0)
    # Only a quota that is signed has windows, and one a class.
    key = of_option.reshape(-1) * HOURS + menu.day_class
    kinds, of_kind = np.unique(key, return_inverse=True)
    rows = program.add_rows(np.zeros(kinds.size))
    program.enter(rows[of_kind], options, 1.0)
    program.enter(rows, signs[kinds // HOURS], -1.0)
    return options, signs[of_option.reshape(-1)]


def _lay_flows(
    program: Program, menu: Menu, options: Ints, reach: Reach, needs: Needs, limits: Limits
) -> FlowColumns:
    """Lay how opened spaces go to places: no more than are open, and by night no newcomers."""
    wanted = needs.most
    option, hour = _opened(menu)
    open_at = np.zeros(wanted.shape, bool)
    open_at[menu.lender[option], hour] = True
    pair, at = np.nonzero((wanted[reach.place] > 0) & open_at[reach.lender])
    most = wanted[reach.place[pair], at] * reach.accepted[pair]
    columns = program.add_columns(np.zeros(pair.size), most)
    goes = reach.lender[pair] * HOURS + at
    keys, of_flow = np.unique(goes, return_inverse=True)
    rows = program.add_rows(np.zeros(keys.size))
    program.enter(rows[of_flow], columns, 1.0)
    in_reach = np.zeros(keys.size)
    np.add.at(in_reach, of_flow, most)
    opens = menu.lender[option] * HOURS + hour
    row = np.searchsorted(keys, opens).clip(max=max(0, keys.size - 1))
    within = keys[row] == opens if keys.size else np.zeros(opens.size, bool)
    option, row = option[within], row[within]
    # More than is wanted in reach is never used: said here, it makes the bounds tight.
    used = np.minimum(limits.uptake * menu.quota[option], in_reach[row])
    program.enter(rows[row], options[option], -used)
    if limits.quiet_nights:
        _lay_nights(program, keys, goes, columns)
    return FlowColumns(columns, pair, at)


def _lay_relief(program: Program, flows: FlowColumns, reach: Reach, needs: Needs) -> None:
    """Lay what is relieved: each slice of a need once, from afar only as far as people walk."""
    goes = reach.place[flows.pair] * HOURS + flows.hour
    sides: list[tuple[Ints, Ints]] = []
    for is_near, share in ((True, 1.0), (False, FAR_ACCEPTED)):
        side = reach.is_near[flows.pair] == is_near
        keys, of_flow = np.unique(goes[side], return_inverse=True)
        place, hour = np.divmod(keys, HOURS)
        worth = needs.chances[place, hour] * needs.days[hour][:, None]
        relieved = program.add_columns(worth.ravel(), share * needs.widths[place, hour].ravel())
        rows = program.add_rows(np.zeros(keys.size))
        program.enter(rows.repeat(SLICES), relieved, 1.0)
        program.enter(rows[of_flow], flows.column[side], -1.0)
        sides.append((keys, relieved.reshape(-1, SLICES)))
    (near, from_near), (far, from_far) = sides
    both, at_near, at_far = np.intersect1d(near, far, return_indices=True)
    place, hour = np.divmod(both, HOURS)
    rows = program.add_rows(needs.widths[place, hour].ravel())
    program.enter(rows, from_near[at_near].ravel(), 1.0)
    program.enter(rows, from_far[at_far].ravel(), 1.0)


def _opened(menu: Menu) -> tuple[Ints, Ints]:
    """Return every hour of every choice: its index, and the hour of the 72."""
    lasts = menu.end - menu.start
    option = np.arange(lasts.size).repeat(lasts)
    since = np.arange(option.size) - (np.cumsum(lasts) - lasts).repeat(lasts)
    return option, menu.day_class[option] * SLOTS + menu.start[option] + since


def _lay_nights(program: Program, keys: Ints, goes: Ints, columns: Ints) -> None:
    """Lay that who stands there in a quiet hour stood there in the hour before."""
    slot = keys % SLOTS
    quiet = keys[(slot >= QUIET_FROM) & (slot < QUIET_UNTIL)]
    rows = program.add_rows(np.zeros(quiet.size))
    for before, factor in ((0, 1.0), (1, -1.0)):
        at = np.searchsorted(quiet - before, goes).clip(max=max(0, quiet.size - 1))
        found = quiet[at] - before == goes if quiet.size else np.zeros(goes.size, bool)
        program.enter(rows[at[found]], columns[found], factor)

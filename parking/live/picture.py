"""Picture: what a lot's registers say together, without a clock in it.

Made when a register changes; `parking.live.availability` adds the clock when somebody asks. Only
shared spaces go by a timeline: whoever made the picture shows it what is supplied, and when.
"""

from collections.abc import Mapping

from msgspec import Struct

from parking.live.bay_estimate import add_bays
from parking.live.bays import BAY_PREFIX, BayTally, tally_of
from parking.live.class_picture import ClassPicture, both
from parking.live.count_state import ShownCounts, decode_shown
from parking.live.doubt_register import DOUBT_NAME, Doubt, doubted, doubts_of
from parking.live.estimate import from_count, from_snapshots
from parking.live.lent_spaces import away_of, beside_uncounted, free_by_lending, left
from parking.live.stored import (
    COUNT_NAME,
    ClosureValue,
    closure_of,
    counts_of,
    observed_us_of,
    position_of,
    value_of,
)
from parking.live.supply_register import SUPPLY_NAME, Away, Supply, supplied, supply_of
from parking.lot import Lot
from parking.vocabulary import SpaceClass

_SNAPSHOT = {name: space_class for space_class, name in COUNT_NAME.items()}


class LotPicture(Struct, gc=False):
    """`top` is what readers see first, `general` and open `shared` together; None without a count.

    `version` is the greatest position of the lot's registers, 0 where there are none. The
    heartbeat renews only counts of its own source. What is not `is_counted` is in no total.
    """

    lot: Lot
    classes: dict[SpaceClass, ClassPicture]
    top: ClassPicture | None
    closures: tuple[ClosureValue, ...] = ()
    heartbeat_us: int = 0
    heartbeat_source_key: int = 0
    counts_movements: bool = False
    drift: int | None = None
    version: int = 0
    supply: Supply | None = None
    away: Mapping[SpaceClass, Away] | None = None
    """What classes are without, as spaces of theirs are lent; None before `show_supply`."""
    is_counted: bool = True

    @property
    def capacity(self) -> int | None:
        """General and shared spaces: as counted, else as registered, else unknown."""
        if self.top is not None and self.top.capacity is not None:
            return self.top.capacity
        general, shared = self.registered("general"), self.registered("shared")
        if general is None and shared is None:
            return None
        return (general or 0) + (shared or 0)

    def registered(self, space_class: SpaceClass) -> int | None:
        """Return the registry's capacity; of shared spaces their supply has the say, if any."""
        if space_class == "shared" and self.supply is not None:
            return None
        capacity = self.lot.capacity.get(space_class)
        if capacity is None or not self.away or space_class not in self.away:
            return capacity
        return max(0, capacity - self.away[space_class].spaces)

    def show_supply(self, now_us: int) -> None:
        """Let shared spaces be what is supplied at that moment; without supply, as reported.

        What is open leaves its own class: to be called once.
        """
        if self.supply is None:
            return
        step = self.supply.at(now_us)
        self.away = away_of(step, self.lot, self.classes)
        for space_class, away in self.away.items():
            if space_class in self.classes:
                self.classes[space_class] = left(self.classes[space_class], away)
        if step is None or not step.capacity:
            self.classes.pop("shared", None)
        else:
            self.classes["shared"] = supplied(step)
        general, shared = self.classes.get("general"), self.classes.get("shared")
        self.top = both(general, shared)
        if general is None and shared is not None:
            self.top = beside_uncounted(shared, self.registered("general") or 0)

    def lost(self, space_class: SpaceClass, from_us: int, to_us: int) -> int:
        """Return how many free spaces fewer there are at a later moment as windows turn.

        General is what anybody may take, so what comes back from sharing is not lost.
        """
        if self.supply is None:
            return 0
        before, after = (
            free_by_lending(space_class, self.supply.at(moment_us), self.lot, self.classes)
            for moment_us in (from_us, to_us)
        )
        return max(0, before - after)

    def heard_us(self, space: ClassPicture) -> int:
        """When a class's source last showed that it is alive, by a count or a heartbeat.

        Where movements are counted, one at any gate shows it for every class of the lot.
        """
        heard_us = space.observed_us
        if self.heartbeat_source_key == space.source_key:
            heard_us = max(heard_us, self.heartbeat_us)
        if self.counts_movements:
            for other in self.classes.values():
                if other.source_key == space.source_key and other.observed_us > heard_us:
                    heard_us = other.observed_us
        return heard_us

    def is_closed(self, now_us: int) -> bool:
        return any(closure.is_active(now_us) for closure in self.closures)

    def next_closure_change_us(self, now_us: int) -> int | None:
        """When a closure next begins or ends; None where nothing is foreseen."""
        edges = [
            edge
            for closure in self.closures
            if not closure.void
            for edge in (closure.from_us, closure.to_us)
            if edge is not None and edge > now_us
        ]
        return min(edges, default=None)

    def next_turn_us(self, now_us: int) -> int | None:
        """When a closure or the supply next changes; None where nothing is foreseen."""
        closure_us = self.next_closure_change_us(now_us)
        supply_us = None if self.supply is None else self.supply.next_turn_us(now_us)
        return earliest(closure_us, supply_us)


def earliest(*moments_us: int | None) -> int | None:
    """Return the first of the moments that there are."""
    return min((moment for moment in moments_us if moment is not None), default=None)


def picture_of(lot: Lot, stored: Mapping[str, str], bays: BayTally | None = None) -> LotPicture:
    """Fold a lot's stored registers, by name; with a running `bays` no bay is looked at."""
    state: ShownCounts | None = None
    classes: dict[SpaceClass, ClassPicture] = {}
    closures: list[ClosureValue] = []
    heartbeat_us = heartbeat_source_key = 0
    bay_values: list[str] = []
    supply: Supply | None = None
    for name, value in stored.items():
        if name in _SNAPSHOT:
            space_class = _SNAPSHOT[name]
            classes[space_class] = from_snapshots(lot.capacity.get(space_class), *counts_of(value))
        elif name == "c":
            state = decode_shown(value_of(value))
        elif name == "h":
            heartbeat_us, heartbeat_source_key = observed_us_of(value), int(value_of(value))
        elif name[:2] == "k:":
            closures.append(closure_of(value))
        elif bays is None and name[:2] == BAY_PREFIX:
            bay_values.append(value)
        elif name == SUPPLY_NAME:
            supply = supply_of(value)
    classes = classes if state is None else _counted(lot, state)
    tally = bays or tally_of(bay_values)
    add_bays(lot, classes, tally)
    doubts = _doubt(classes, stored.get(DOUBT_NAME))
    return LotPicture(
        lot,
        classes,
        both(classes.get("general"), classes.get("shared")),
        tuple(closures),
        heartbeat_us,
        heartbeat_source_key,
        state is not None and state.has_movements,
        None if state is None else _drift(state),
        max(_version(stored), tally.position),
        supply,
        is_counted=not doubts or all(doubt.counted for doubt in doubts),
    )


def _doubt(classes: dict[SpaceClass, ClassPicture], stored: str | None) -> tuple[Doubt, ...]:
    """Let what is doubted show in the classes; returns the doubts."""
    if stored is None:
        return ()
    doubts = doubts_of(stored)
    for space_class, space in classes.items():
        classes[space_class] = doubted(space, doubts)
    return doubts


def _version(stored: Mapping[str, str]) -> int:
    """Return the greatest position: what is stored begins with it, in digits of one width."""
    return position_of(max(stored.values())) if stored else 0


def _counted(lot: Lot, state: ShownCounts) -> dict[SpaceClass, ClassPicture]:
    """A counted lot's row holds its absolute counts too, so its `s:` registers say nothing more."""
    return {
        space_class: picture
        for space_class, count in state.classes.items()
        if (picture := from_count(lot.capacity.get(space_class), count)) is not None
    }


def _drift(state: ShownCounts) -> int | None:
    general = state.classes.get("general")
    return None if general is None else general.drift

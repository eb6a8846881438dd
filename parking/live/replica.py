"""Replica: the whole live city in memory of one process; every read is answered from it. Drafts are
no part of it: their registers wait until they are published.

It takes in the registry's deltas and the projection's changes and holds one `LiveLot` each. It has
no clock and no connection: who drives it hands in states, changes and `now_us`.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from itertools import islice
from typing import Final

from parking.directory import Directory
from parking.ids import LotKey
from parking.live import marks
from parking.live.arrays import LotArrays
from parking.live.arrears import Arrears
from parking.live.changelog import ChangeLog
from parking.live.early import EarlyRegisters
from parking.live.layout import Layout
from parking.live.listeners import ChangeListener, EditListener, Listeners, RefreshListener
from parking.live.live_lot import LiveLot
from parking.live.lot_registers import LotRegisters
from parking.live.wakeups import Wakeups
from parking.lot import Lot
from parking.ports import Changes, PartitionState, RegistryDelta

SWEPT_A_STEP: Final = 200
SETTLED_A_STEP: Final = 40
"""Lots brought up to date before others have their turn: under a millisecond."""


class Replica:
    """Not complete, and so not to be asked, before every partition is loaded under one epoch."""

    def __init__(
        self, directory: Directory, *, partitions: int = 16, settled_a_step: int = SETTLED_A_STEP
    ) -> None:
        self.directory = directory
        self.epoch = ""
        self._partitions = partitions
        self._settled_a_step = settled_a_step
        self._lots: dict[LotKey, LiveLot] = {}
        self._early = EarlyRegisters(directory)
        self._logs: dict[int, ChangeLog] = {}
        self._listeners = Listeners()
        self._arrears = Arrears()
        self._wakeups = Wakeups()
        self._swept_us = self._seen_until_us = 0
        self._registry_version = 0
        self.layout = Layout(self._lots)

    # What readers ask.

    @property
    def is_complete(self) -> bool:
        return len(self._logs) == self._partitions

    @property
    def steps_taken(self) -> int:
        """How many steps of the change streams were taken in; `steps_shown` follows."""
        return self._arrears.steps_taken

    @property
    def steps_shown(self) -> int:
        return self._arrears.steps_paid

    @property
    def lots_waiting(self) -> int:
        """How many lots have newer registers than they show."""
        return self._arrears.lots_waiting

    @property
    def arrays(self) -> LotArrays:
        """Columns and index over all lots; what came or moved is there after the next layout."""
        return self.layout.arrays

    def positions(self) -> Mapping[int, int]:
        return {partition: log.position for partition, log in self._logs.items()}

    def changed_since(self, partition: int, position: int) -> Collection[LotKey] | None:
        log = self._logs.get(partition)
        return None if log is None else log.since(position)

    def marks(self) -> Mapping[int, int]:
        """Return how far this replica knows of what has no position in any partition."""
        return {marks.REGISTRY: self._registry_version, marks.CLOCK: self._seen_until_us}

    def edited_since(self, version: int) -> Sequence[Lot] | None:
        """List lots whose facts changed after a registry version, the deleted ones included.

        None where that is no longer known.
        """
        lots = self.directory.lots_since(version)
        return None if lots is None else [lot for lot in lots if not lot.is_draft]

    def turned_since(self, lot_key: LotKey, since_us: int) -> bool:
        """Tell whether the clock may have changed a lot after a moment of the city's time."""
        live = self._lots.get(lot_key)
        if since_us > self._swept_us:
            since_us = 0  # the clock was set back
        return live is not None and live.turned_us > since_us

    def live_lots(self) -> Collection[LiveLot]:
        return self._lots.values()

    def live_lot(self, lot_key: LotKey) -> LiveLot | None:
        return self._lots.get(lot_key)

    def registers(self, lot_key: LotKey) -> LotRegisters | None:
        live = self._lots.get(lot_key)
        return None if live is None else live.registers

    def holds(self, live: LiveLot) -> bool:
        """Tell whether this is a lot of today: arrays still have one that has just gone."""
        return self._lots.get(live.lot.lot_key) is live

    def find_live_lot(self, lot_id: str) -> LiveLot | None:
        lot = self.directory.find_lot(lot_id)
        return None if lot is None else self._lots.get(lot.lot_key)

    def lots(self) -> Iterable[Lot]:
        return (live.lot for live in self._lots.values())

    def lot(self, lot_key: LotKey) -> Lot | None:
        live = self._lots.get(lot_key)
        return None if live is None else live.lot

    def find_lot(self, lot_id: str) -> Lot | None:
        lot = self.directory.find_lot(lot_id)
        return None if lot is None or lot.is_draft else lot

    def lot_json(self, lot_key: LotKey, now_us: int) -> bytes:
        return self._lots[lot_key].snapshot_json(now_us)

    def change_json(self, lot_key: LotKey, now_us: int) -> bytes:
        return self._lots[lot_key].change_json(now_us)

    def on_change(self, listener: ChangeListener) -> None:
        self._listeners.changes.append(listener)

    def on_refresh(self, listener: RefreshListener) -> None:
        self._listeners.refreshes.append(listener)

    def on_edit(self, listener: EditListener) -> None:
        self._listeners.edits.append(listener)

    # What the driver feeds.

    def apply_registry(self, delta: RegistryDelta, now_us: int) -> None:
        """Take in a delta that the directory has taken in already."""
        changed: list[Lot] = []
        self._registry_version = max(self._registry_version, delta.version)
        for lot in delta.lots:
            if lot.deleted:
                self._early.take(lot.lot_key)
                gone = self._lots.pop(lot.lot_key, None)
                if gone is None:
                    continue
                self.layout.drop(gone)
                self.layout.outdate()
            elif lot.is_draft:
                continue
            else:
                self._put_lot(lot, now_us)
            changed.append(lot)
        edited = [lot.lot_key for lot in changed]
        for listener in self._listeners.edits:
            listener(edited)
        sources = {source.source_key for source in delta.sources}
        # The first report of a lot may have been here before its source was.
        changed += [
            live.lot
            for live in (self._lots.values() if sources else ())
            if live.glance.source_key in sources and self._refresh(live, now_us)
        ]
        self._tell_untimed(changed)

    def load(self, states: Sequence[PartitionState], now_us: int) -> None:
        """Replace whole partitions; states of another epoch than ours drop all the others."""
        self._settle_all(now_us)
        if states and states[0].epoch != self.epoch:
            self.epoch = states[0].epoch
            self._logs.clear()
            self._early.clear()
        for state in states:
            stored: dict[LotKey, dict[str, str]] = {}
            for (lot_key, name), value in state.stored.items():
                stored.setdefault(LotKey(lot_key), {})[name] = value
            for live in self._in_partition(state.partition):
                live.registers.replace(stored.pop(live.lot.lot_key, {}))
                self._refresh(live, now_us)
                live.forget_turns(now_us)
            for lot_key, registers in stored.items():
                self._early.keep(lot_key, registers)
            self._logs[state.partition] = ChangeLog(state.position)
        for state in states:
            here = {live.lot.lot_key for live in self._in_partition(state.partition)}
            self._tell(here, state.partition)

    def apply_changes(self, changes: Changes, now_us: int) -> None:
        """Take in what follows our position of that partition, and show it."""
        self.take_changes(changes)
        self._settle_all(now_us)

    def take_changes(self, changes: Changes) -> None:
        """Take in what follows; lots show it, and the position moves, once `settle` has run."""
        touched: list[LotKey] = []
        for key, name, value in changes.stored:
            lot_key = LotKey(key)
            live = self._lots.get(lot_key)
            if live is None:
                self._early.keep(lot_key, {name: value})
                continue
            live.registers.put(name, value)
            if not touched or touched[-1] != lot_key:
                touched.append(lot_key)
        self._arrears.add(changes.partition, changes.to_pos, touched)

    def settle(self, now_us: int) -> bool:
        """Bring up to date some of the lots that wait longest; True while there are more."""
        taken = self._arrears.take(self._settled_a_step)
        for lot_key in taken:
            live = self._lots.get(lot_key)
            if live is not None:
                self._refresh(live, now_us)
        for listener in self._listeners.refreshes:
            listener(taken)
        for partition, position, touched in self._arrears.paid():
            self._logs[partition].append(position, touched)
            self._tell(touched, partition)
        return self.steps_shown < self.steps_taken

    def sweep(self, now_us: int) -> bool:
        """Open and close lots and shared spaces whose hour has come; True while there are more.

        Call it some times a second, and whenever the clock was moved.
        """
        if now_us < self._swept_us:
            # A clock that was set back may have opened or closed any lot.
            for lot_key in self._lots:
                self._wakeups.add(now_us, lot_key)
        self._swept_us = now_us
        due = list(islice(self._wakeups.due(now_us), SWEPT_A_STEP))
        changed = []
        for lot_key in due:
            live = self._lots.get(lot_key)
            if live is not None and self._refresh(live, now_us):
                changed.append(live.lot)
        self._tell_untimed(changed)
        is_more = len(due) == SWEPT_A_STEP
        if not is_more:
            self._seen_until_us = max(self._seen_until_us, now_us)
        return is_more

    def _settle_all(self, now_us: int) -> None:
        while self.settle(now_us):
            pass

    def _put_lot(self, lot: Lot, now_us: int) -> None:
        live = self._lots.get(lot.lot_key)
        if live is None:
            live = self._lots[lot.lot_key] = LiveLot(lot, self.directory)
            live.registers.replace(self._early.take(lot.lot_key))
            self.layout.outdate()
            live.forget_turns(now_us)
        else:
            if _place(lot) != _place(live.lot):
                self.layout.outdate()
            live.put_facts(lot)
            self.layout.write_facts(live)
        self._refresh(live, now_us)

    def _refresh(self, live: LiveLot, now_us: int) -> bool:
        """Bring the lot's picture and columns up to date; True when it may have turned."""
        has_turned = live.refresh(now_us)
        if live.next_turn_us is not None:
            self._wakeups.add(live.next_turn_us, live.lot.lot_key)
        self.layout.write(live)
        return has_turned

    def _in_partition(self, partition: int) -> Iterable[LiveLot]:
        return (live for live in self._lots.values() if live.lot.partition == partition)

    def _tell_untimed(self, lots: Iterable[Lot]) -> None:
        by_partition: dict[int, list[LotKey]] = {}
        for lot in lots:
            by_partition.setdefault(lot.partition, []).append(lot.lot_key)
        for partition, keys in by_partition.items():
            self._tell(keys, partition)

    def _tell(self, lots: Collection[LotKey], partition: int) -> None:
        log = self._logs.get(partition)
        if log is not None:
            for listener in self._listeners.changes:
                listener(lots, partition, log.position)


def _place(lot: Lot) -> tuple[float | None, float | None]:
    return lot.lat, lot.lon

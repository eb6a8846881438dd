"""Which new reports of a counted lot came too late to move its count. Knows no store.

Judged in the order of arrival: a report that was the newest when it came is not late because its
neighbour in the same batch is newer still.
"""

from collections.abc import Sequence

from parking.live.count_state import CountState
from parking.live.intake import lanes_of
from parking.live.record import Record
from parking.report import Entry, Exit, Snapshot, Totals


class Lateness:
    """One lot's newest keys, moved along by every report that is judged."""

    def __init__(self, prior: CountState) -> None:
        self._anchors: dict[str, str] = {
            name: count.anchor.key
            for name, count in prior.classes.items()
            if count.anchor is not None
        }
        self._lanes = {name: lane.key for name, lane in prior.lanes.items()}

    def is_late(self, record: Record) -> bool:
        """Judge the next report that arrived."""
        match record.report:
            case Snapshot(spaces=spaces):
                classes = [space.space_class for space in spaces]
                return self._pass(self._anchors, classes, record.key)
            case Entry() | Exit() as movement:
                if movement.free_after is not None:
                    return self._pass(self._anchors, [movement.space_class], record.key)
                return record.key <= self._anchors.get(movement.space_class, "")
            case Totals() as totals:
                lanes = [f"{record.source_key}/{lane.lane_id}" for lane in lanes_of(totals)]
                return self._pass(self._lanes, lanes, record.key)
            case _:
                return False

    @staticmethod
    def _pass(newest: dict[str, str], names: Sequence[str], key: str) -> bool:
        is_late = all(key <= newest.get(name, "") for name in names)
        for name in names:
            newest[name] = max(key, newest.get(name, ""))
        return is_late

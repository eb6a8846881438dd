"""Doors: whether a lot is there and open at a moment, by registry, opening hours and closures.

A closure holds from when it was declared, or later where it says so: a lot that drivers were shown
as open was not shut. It knows no count.
"""

from parking.clock import to_us
from parking.live.record import Record
from parking.planning.history.lot_past import LotPast
from parking.planning.history.opening_turns import opening_at
from parking.planning.history.past_facts import FOR_EVER_US, PastFacts
from parking.report import Closure


class Doors:
    """`turn` brings it to a moment; from then on it stays as it is until `next_turn_us`."""

    def __init__(self, past: LotPast, facts: PastFacts) -> None:
        self.step = facts.at(past.until_us)
        self.closures = dict(past.closures)
        self.next_turn_us = past.until_us
        self.is_there = self.is_open = False
        self._facts = facts

    def take(self, record: Record, closure: Closure) -> None:
        """Take a closure in; the same serial again is the same closure, declared anew."""
        begins, ends = closure.begins_at, closure.ends_at or closure.until
        from_us = record.observed_us if begins is None else to_us(begins)
        name = f"{record.source_key}/{closure.record_serial}"
        self.closures[name] = (from_us, None if ends is None else to_us(ends))
        self.next_turn_us = record.observed_us

    def turn(self, now_us: int, *, is_heard: bool) -> None:
        """Look again; `is_heard`: a lot that has reported was there before it was registered."""
        self.step = step = self._facts.at(now_us)
        self.is_there = not step.is_deleted and (is_heard or now_us >= self._facts.since_us)
        for name, (_, to_us_) in list(self.closures.items()):
            if to_us_ is not None and to_us_ <= now_us:
                del self.closures[name]
        is_shut = any(from_us <= now_us for from_us, _ in self.closures.values())
        opens, until_us = opening_at(step.opening_hours, step.timezone, now_us)
        self.is_open = opens and not is_shut
        self.next_turn_us = min(
            self._facts.next_turn_us(now_us),
            self._facts.since_us if self._facts.since_us > now_us else FOR_EVER_US,
            until_us,
            *(
                edge_us
                for span in self.closures.values()
                for edge_us in span
                if edge_us is not None and edge_us > now_us
            ),
        )

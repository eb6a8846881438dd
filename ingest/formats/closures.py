"""Openings as closures: "closed" said again and again is one closure, from first to last."""

from collections.abc import Mapping

from parking.clock import SECOND_US, rfc3339


class Closures:
    """Remembers, per lot, the serial and start of the closure that is in force.

    Said anew under its serial, with its end, a closure is the same closure. `closed` is that
    memory, to be kept where a process may end between two sayings, and so is `until`. With
    `lease_us` a closure ends so long after it was last heard of, and is prolonged while it is: who
    falls silent keeps no lot closed for ever.
    """

    def __init__(
        self,
        closed: Mapping[str, tuple[str, int]] | None = None,
        until: Mapping[str, int] | None = None,
        *,
        lease_us: int = 0,
    ) -> None:
        self.closed: dict[str, tuple[str, int]] = dict(closed or {})
        self.until: dict[str, int] = dict(until or {})
        self._lease_us = lease_us

    def said(
        self, lot_id: str, serial: str, observed_us: int, *, is_open: bool, heard_us: int = 0
    ) -> list[dict[str, object]]:
        """Return the closure when it begins, is prolonged, and ends; else nothing.

        `heard_us` is when it was heard of, of which the lease counts.
        """
        closed = self.closed.get(lot_id)
        if not is_open and closed is None:
            self.closed[lot_id] = (f"closed-{serial}", observed_us)
            return [self._standing(lot_id, observed_us, heard_us)]
        if not is_open:
            return self.heard(lot_id, heard_us)
        if closed is None:
            return []
        del self.closed[lot_id]
        # A closure that ends as it begins would be refused, and so stay in force.
        to_us = max(observed_us, closed[1] + SECOND_US)
        # Said no earlier than what was said last, which would count else.
        last_us = self.until.pop(lot_id, 0) - self._lease_us
        return [_closure(lot_id, *closed, max(to_us, last_us), to_us=to_us)]

    def heard(self, lot_id: str, heard_us: int) -> list[dict[str, object]]:
        """Return the closure prolonged, where it stands and half of its lease is over."""
        is_due = heard_us >= self.until.get(lot_id, 0) - self._lease_us // 2
        if not self._lease_us or lot_id not in self.closed or not is_due:
            return []
        return [self._standing(lot_id, heard_us, heard_us)]

    def _standing(self, lot_id: str, observed_us: int, heard_us: int) -> dict[str, object]:
        serial, from_us = self.closed[lot_id]
        to_us = None
        if self._lease_us:
            to_us = self.until[lot_id] = heard_us + self._lease_us
        return _closure(lot_id, serial, from_us, observed_us, to_us=to_us)


def _closure(
    lot_id: str, serial: str, from_us: int, observed_us: int, *, to_us: int | None
) -> dict[str, object]:
    body: dict[str, object] = {
        "kind": "closure",
        "lot_id": lot_id,
        "record_serial": serial,
        "observed_at": rfc3339(observed_us, "UTC"),
        "from": rfc3339(from_us, "UTC"),
        "reason": "closed, says the feed",
    }
    return body if to_us is None else body | {"to": rfc3339(to_us, "UTC")}

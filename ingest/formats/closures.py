"""Openings as closures: "closed" said again and again is one closure, from first to last."""

from collections.abc import Mapping

from parking.clock import SECOND_US, rfc3339


class Closures:
    """Remembers, per lot, the serial and start of the closure that is in force.

    Said anew under its serial, with its end, a closure is the same closure. `closed` is that
    memory, to be kept where a process may end between two sayings.
    """

    def __init__(self, closed: Mapping[str, tuple[str, int]] | None = None) -> None:
        self.closed: dict[str, tuple[str, int]] = dict(closed or {})

    def said(
        self, lot_id: str, serial: str, observed_us: int, *, is_open: bool
    ) -> list[dict[str, object]]:
        """Return the closure when it begins and, with its end, when it is over; else nothing."""
        closed = self.closed.get(lot_id)
        if not is_open and closed is None:
            self.closed[lot_id] = (f"closed-{serial}", observed_us)
            return [_closure(lot_id, *self.closed[lot_id], observed_us, to_us=None)]
        if is_open and closed is not None:
            del self.closed[lot_id]
            # A closure that ends as it begins would be refused, and so stay in force.
            to_us = max(observed_us, closed[1] + SECOND_US)
            return [_closure(lot_id, *closed, to_us, to_us=to_us)]
        return []


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

"""A reference gate: what it was told, whom it lets pass, what it has still to say. No network.

It decides with nothing but what it holds, so a gate that is cut off goes on as before.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TypedDict

from parking.clock import rfc3339
from parking.sharing.authorisation import (
    Authorisation,
    Direction,
    NotSignedError,
    Revocation,
    Told,
    read_told,
    refusal,
)
from parking.sharing.gate_plates import hash_for_gate
from parking.sharing.plates import normalise_plate
from parking.sharing.signing import PublicKeys


class SaidPassage(TypedDict):
    """A passage as it is told upwards."""

    serial: str
    booking_id: str
    direction: Direction
    at: str
    outcome: str
    reason: str | None


@dataclass(frozen=True, slots=True)
class Decision:
    """`reason` None: the barrier opens. `booking_id` None: no booking that this gate knows."""

    booking_id: str | None
    reason: str | None


class Gate:
    """`keys` may be replaced; `serials` never gives one twice, not after a restart either."""

    def __init__(
        self, lot_id: str, keys: PublicKeys, serials: Iterator[str], plate_key: bytes | None = None
    ) -> None:
        self.lot_id = lot_id
        self.keys = keys
        self.unsaid: dict[str, SaidPassage] = {}
        """Passages by serial, until the platform has them."""
        self._serials = serials
        self._plate_key = plate_key
        self._told: dict[str, Authorisation] = {}
        self._over: dict[str, int] = {}
        self._inside: dict[str, Authorisation] = {}

    def hear(self, token: str) -> dict[str, str] | None:
        """Take a signed word and return its acknowledgement; NotSignedError: it is nobody's."""
        told = read_told(token, self.keys)
        if told.lot_id != self.lot_id:
            return None
        self._take(told)
        return {"booking_id": told.booking_id, "jti": told.jti}

    def pass_by_plate(self, plate: str, direction: Direction, now_us: int) -> Decision:
        """Decide for a car whose plate was read."""
        if self._plate_key is None:
            return Decision(None, "unknown")
        hashed = hash_for_gate(self._plate_key, normalise_plate(plate))
        # A gate that has forgotten who is inside lets out whom it knows.
        held = self._told | self._inside if direction == "exit" else self._told
        known = [told for told in held.values() if told.plate_hash == hashed]
        # Of several bookings of one car: the one that is on, else the next.
        known.sort(key=lambda told: (told.stay[1] * 1_000_000 <= now_us, told.stay))
        return self._pass(known[0], direction, now_us) if known else Decision(None, "unknown")

    def pass_by_proof(self, token: str, direction: Direction, now_us: int) -> Decision:
        """Decide for a driver who shows what the platform signed, though this gate never heard."""
        try:
            told = read_told(token, self.keys)
        except NotSignedError as error:
            return Decision(None, error.flaw)
        if isinstance(told, Revocation):
            return Decision(None, "unreadable")
        if told.booking_id in self._inside:
            told = self._inside[told.booking_id]
        elif self._is_over(told):
            return self._say(told, direction, now_us, "revoked")
        self._take(told)
        return self._pass(told, direction, now_us)

    def settle(self, serial: str) -> None:
        """Forget a passage that the platform has."""
        self.unsaid.pop(serial, None)

    def _take(self, told: Told) -> None:
        if self._is_over(told):
            return
        if isinstance(told, Revocation):
            self._end(told.booking_id, told.version)
            return
        known = self._told.get(told.booking_id)
        if known is None or known.version < told.version:
            self._told[told.booking_id] = told
            if told.booking_id in self._inside:
                self._inside[told.booking_id] = told

    def _is_over(self, told: Told) -> bool:
        return told.version <= self._over.get(told.booking_id, -1)

    def _end(self, booking_id: str, version: int) -> None:
        self._over[booking_id] = version
        self._told.pop(booking_id, None)

    def _pass(self, told: Authorisation, direction: Direction, now_us: int) -> Decision:
        if direction == "entry" and told.booking_id in self._inside:
            return Decision(told.booking_id, "passed-already")
        reason = refusal(told, self.lot_id, now_us, direction)
        if reason is None and direction == "entry":
            self._inside[told.booking_id] = told
        elif reason is None:
            self._inside.pop(told.booking_id, None)
            self._end(told.booking_id, told.version)  # one booking, one way in and one way out
        return self._say(told, direction, now_us, reason)

    def _say(
        self, told: Authorisation, direction: Direction, now_us: int, reason: str | None
    ) -> Decision:
        serial = next(self._serials)
        self.unsaid[serial] = {
            "serial": serial,
            "booking_id": told.booking_id,
            "direction": direction,
            "at": rfc3339(now_us, "UTC"),
            "outcome": "admitted" if reason is None else "refused",
            "reason": reason,
        }
        return Decision(told.booking_id, reason)

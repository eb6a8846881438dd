"""One simulated driver of shared spaces: carries out what is decided, through the public API."""

from collections.abc import Callable, Mapping
from random import Random
from typing import Any, Final
from urllib.parse import urlencode

import structlog

from parking.clock import DAY_US, MINUTE_US, rfc3339
from parking.sharing.authorisation import Direction
from simulator.city_client import CityClient, CityRefusedError
from simulator.lending import new_key
from simulator.shared_drivers import next_act, wish

BOOKINGS: Final = "/v1/sharing/bookings"
REACH_M: Final = 1_500
PATIENCE_S: Final = 5.0
PAUSE_US: Final = 10 * MINUTE_US
"""Who found nothing, or was refused, looks again so much later."""
BARRED_US: Final = DAY_US
FORBIDDEN: Final = 403

AtGate = Callable[[str, str, Direction, int], None]
"""A car is at a lot's gate: lot, plate, way, and the time."""

log = structlog.get_logger("onelot.simulator")


class SharedDriver:
    """A driver with a key, a car, and a place where it looks for spaces."""

    def __init__(
        self, door: CityClient, plate: str, place: tuple[float, float], dice: Random
    ) -> None:
        self._door = door
        self._plate = plate
        self._lat, self._lon = place
        self._dice = dice
        self._pauses_until_us = 0

    def act(self, now_us: int, at_gate: AtGate) -> None:
        """Do what is next; where the city refuses, look again later."""
        if now_us < self._pauses_until_us:
            return
        newest = self._call("GET", f"{BOOKINGS}?limit=1")["bookings"]
        booking = newest[0] if newest else None
        act = next_act(booking, now_us)
        try:
            if act == "look":
                self._look(now_us)
            elif act == "confirm" and booking is not None:
                self._step(booking, "confirm")
            elif act != "wait" and booking is not None:
                self._pass(booking, "entry" if act == "come" else "exit", now_us, at_gate)
        except CityRefusedError as error:
            log.info("driver refused", act=act, error=str(error))
            pause_us = BARRED_US if error.status == FORBIDDEN else PAUSE_US
            self._pauses_until_us = now_us + pause_us

    def _look(self, now_us: int) -> None:
        from_us, to_us = wish(now_us, self._dice)
        span = {"from": rfc3339(from_us, "UTC"), "to": rfc3339(to_us, "UTC")}
        around = {"lat": self._lat, "lon": self._lon, "radius_m": REACH_M}
        asked = urlencode(around | span)
        lots = self._call("GET", f"/v1/sharing/availability?{asked}")["lots"]
        if not lots:
            self._pauses_until_us = now_us + PAUSE_US
            return
        offer = self._dice.choice(lots)["offers"][0]
        wanted = {"agreement_id": offer["agreement_id"], "plate": self._plate}
        self._call("POST", BOOKINGS, wanted | span, once=new_key())

    def _pass(
        self, booking: Mapping[str, Any], way: Direction, now_us: int, at_gate: AtGate
    ) -> None:
        """Come or leave: at the gate, which decides alone, or by word to the city."""
        if booking["has_gate"]:
            at_gate(booking["lot_id"], self._plate, way, now_us)
        else:
            self._step(booking, "check-in" if way == "entry" else "check-out")

    def _step(self, booking: Mapping[str, Any], name: str) -> None:
        self._call("POST", f"{BOOKINGS}/{booking['booking_id']}/{name}", {}, once=new_key())

    def _call(self, method: str, path: str, body: object = None, once: str | None = None) -> Any:  # noqa: ANN401 - JSON
        return self._door.call(method, path, body, once=once, patience_s=PATIENCE_S)

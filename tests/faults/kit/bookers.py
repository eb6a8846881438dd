"""Drivers who book and keep a journal: what each call was answered, whatever dies meanwhile.

A call whose answer does not come, or is 503, is repeated under its key until it is answered.
"""

import asyncio
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from random import Random
from typing import Any

from parking.sharing.terms import Moments
from tests.faults.kit.wire import CUT, Answer, Wire
from tests.sharing.lending import HOUR_US, hour, rfc
from tests.sharing.racing import BOOKINGS, LOT, Caller, slug

PAUSE_S = 0.2
LONGEST_SILENCE_S = 120.0
TAKEN = {(409, "slot-taken"), (409, "conflict")}
QUOTA = (429, "hold-quota")
FROM_H = 3
"""Whoever cancels less than an hour before pays: nobody does, however long the campaign is."""
HOURS = 48
LONGEST_H = 3
GIVEN_BACK = 0.15
"""The share of refusals after which a driver cancels an earlier booking, so that others fit."""
AGAIN = 0.05
"""The share of calls that are repeated though they were answered."""


@dataclass(slots=True)
class BookingJournal:
    """All drivers' own: bookings as they were last answered, by id, and what went wrong."""

    bookings: dict[str, dict[str, Any]] = field(default_factory=dict)
    attempts: int = 0
    answers: Counter[str] = field(default_factory=Counter)
    doubtful: int = 0
    unavailable: int = 0
    complaints: list[tuple[str, str]] = field(default_factory=list)

    def note(self, body: dict[str, Any]) -> list[dict[str, Any]]:
        """Keep what an answer says of one booking or a series."""
        told = body.get("bookings", [body])
        self.bookings |= {booking["booking_id"]: booking for booking in told}
        return told


@dataclass(slots=True)
class Booker:
    """One client, with a new driver whenever one has had the holds that he may have."""

    number: int
    caller: Caller
    keys: Iterator[str]
    journal: BookingJournal
    random: Random
    spaces: int
    calls: int = 0
    kept: list[tuple[str, str | None]] = field(default_factory=list)
    """Confirmed bookings, and the keys of their drivers."""

    async def run(self, attempts: int) -> None:
        """Book until so many attempts were made by all."""
        while self.journal.attempts < attempts and not self.journal.complaints:
            self.journal.attempts += 1
            held = await self._hold()
            if held and self.random.random() < 0.8:
                await self._go_on(held[0]["booking_id"])
            elif not held and self.kept and self.random.random() < GIVEN_BACK:
                await self._give_back()

    async def _hold(self) -> list[dict[str, Any]]:
        body = self._wanted()
        answer = await self._call(BOOKINGS, body)
        if answer.status == 201:
            return self.journal.note(answer.json())
        if slug(answer) == QUOTA:
            self.caller.wire.key = next(self.keys)
        elif slug(answer) not in TAKEN:
            self._complain("refused", answer)
        return []

    async def _go_on(self, booking_id: str) -> None:
        """Confirm or cancel, or both."""
        deeds = self.random.choice([["confirm"], ["cancel"], ["confirm", "cancel"]])
        for deed in deeds:
            await self._step(booking_id, deed)
        if deeds == ["confirm"]:
            self.kept.append((booking_id, self.caller.wire.key))

    async def _give_back(self) -> None:
        """Cancel a booking of one's own, or of one's driver before."""
        booking_id, key = self.kept.pop(self.random.randrange(len(self.kept)))
        own, self.caller.wire.key = self.caller.wire.key, key
        await self._step(booking_id, "cancel")
        self.caller.wire.key = own

    async def _step(self, booking_id: str, deed: str) -> None:
        body = {"scope": "all"} if deed == "cancel" else None
        answer = await self._call(f"{BOOKINGS}/{booking_id}/{deed}", body)
        if answer.status == 200:
            self.journal.note(answer.json())
        else:
            self._complain("refused", answer)

    def _wanted(self) -> dict[str, Any]:
        """One time, or several that others want in part; sometimes one space alone."""
        body: dict[str, Any] = {"lot_id": LOT, "plate": f"鲁A{self.number:05d}"}
        if self.random.random() < 0.1:
            begin, end = self._moments(HOURS // 2)
            body["occurrences"] = [
                {"from": rfc(begin + later), "to": rfc(end + later)}
                for later in (0, HOURS // 2 * HOUR_US)
            ]
        else:
            begin, end = self._moments(HOURS)
            body |= {"from": rfc(begin), "to": rfc(end)}
        if self.random.random() < 0.3:
            body["space_code"] = f"B{self.random.randrange(self.spaces)}"
        return body

    def _moments(self, hours: int) -> Moments:
        begin = FROM_H + self.random.randrange(2 * hours) / 2
        return hour(begin), hour(begin + self.random.randint(1, 2 * LONGEST_H) / 2)

    async def _call(self, path: str, body: object) -> Answer:
        self.calls += 1
        once = f"{self.number}-{self.calls}"
        answer = await self.ask(path, once, body)
        self.journal.answers[" ".join(map(str, slug(answer))).strip()] += 1
        if self.random.random() < AGAIN and answer.status < 409:
            again = await self.ask(path, once, body)
            if (again.status, again.body) != (answer.status, answer.body):
                self._complain("differs", again)
        return answer

    async def ask(self, path: str, once: str, body: object) -> Answer:
        """Call under one key until it is answered."""
        deadline_s = time.monotonic() + LONGEST_SILENCE_S
        while True:
            try:
                answer = await self.caller.call(path, once, body)
            except ConnectionRefusedError:
                pass  # nothing was sent
            except (*CUT, OSError):
                self.journal.doubtful += 1
            else:
                if answer.status != 503:
                    return answer
                self.journal.unavailable += 1
            if time.monotonic() > deadline_s:
                raise TimeoutError(f"no answer in {LONGEST_SILENCE_S:.0f} s")
            await asyncio.sleep(PAUSE_S)

    def _complain(self, kind: str, answer: Answer) -> None:
        self.journal.complaints.append((kind, f"{answer.status}: {answer.body[:300]!r}"))


def bookers(
    port: int, count: int, keys: Iterator[str], journal: BookingJournal, seed: int, spaces: int
) -> list[Booker]:
    """So many clients, each with a connection of its own."""
    return [
        Booker(
            number, Caller(Wire(port, next(keys))), keys, journal, Random(f"{seed}/{number}"),
            spaces,
        )
        for number in range(count)
    ]  # fmt: skip

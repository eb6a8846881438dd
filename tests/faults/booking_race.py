"""The campaign of bookings: races for one slot and for a whole lot, then holds, confirmations and
cancellations of all kinds while the API and PostgreSQL die by `kill -9`; judged by the database.
"""

import asyncio
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from random import Random

from parking.sharing.terms import Price
from tests.end_to_end.city import City, running_city
from tests.faults.kit import processes
from tests.faults.kit.bookers import Booker, BookingJournal, bookers
from tests.faults.kit.booking_checker import check_bookings
from tests.faults.kit.builds import Build, Verdict
from tests.services.databases import run
from tests.sharing.lending import hour, rfc
from tests.sharing.racing import BOOKINGS, LOT, issue_drivers, lend_to_all, slug

CLIENTS = 64
SPACES = 20
RUSH_AT_H = 60
"""Later than what is booked at random."""
RUSHES = 3
VICTIMS = ("postgres", "serve")
ATTEMPTS_A_DRIVER = 3
HEALS_WITHIN_S = 120.0


@dataclass(frozen=True, slots=True)
class Plan:
    """How many attempts are made, and who dies meanwhile, in this order."""

    attempts: int
    victims: Sequence[str]
    seed: int


@dataclass(slots=True)
class Campaign:
    """One city and all who book in it."""

    city: City
    bookers: list[Booker]
    journal: BookingJournal
    verdict: Verdict
    kills: int = 0

    async def run(self, plan: Plan, keys: Iterator[str]) -> None:
        try:
            await self._rush(keys)
            async with asyncio.TaskGroup() as group:
                for booker in self.bookers:
                    group.create_task(booker.run(plan.attempts))
                group.create_task(self._kill(plan))
        finally:
            for booker in self.bookers:
                booker.caller.wire.close()
            await asyncio.sleep(0)  # what was closed is gone a turn later

    async def _rush(self, keys: Iterator[str]) -> None:
        """All want one slot; then all want a space, of which there are fewer."""
        for number in range(RUSHES):
            begin = RUSH_AT_H + 4 * number
            await self._race(begin, 1, space_code=f"B{number}")
            await self._race(begin + 2, SPACES)
            for booker in self.bookers:  # a driver is given few holds an hour
                booker.caller.wire.key = next(keys)

    async def _race(self, begin: int, fit: int, **more: str) -> None:
        body = {"lot_id": LOT, "from": rfc(hour(begin)), "to": rfc(hour(begin + 1)), **more}
        answers = await asyncio.gather(
            *(
                booker.ask(BOOKINGS, f"{booker.number}-rush-{begin}", body | {"plate": "鲁A12345"})
                for booker in self.bookers
            )
        )
        found = Counter(map(slug, answers))
        for answer in answers:
            if answer.status == 201:
                self.journal.note(answer.json())
        given = found[201, ""]
        if given != fit:
            kind = "turned away" if given < fit else "overlaps"
            self.verdict.add(kind, f"{given} had a space where {fit} fit")
        if set(found) - {(201, ""), (409, "slot-taken")}:
            self.verdict.add("refused", f"{found}")

    async def _kill(self, plan: Plan) -> None:
        """Kill one after the other, at moments that are spread over the attempts."""
        random = Random(plan.seed)
        share = plan.attempts / (len(plan.victims) + 1)
        for number, name in enumerate(plan.victims, 1):
            due = round((number + random.uniform(-0.4, 0.4)) * share)
            while self.journal.attempts < due:
                if self.journal.complaints:
                    return
                await asyncio.sleep(0.01)
            pid = self.city.children()[name]
            processes.kill(pid)
            if not await self._heals(name, pid):
                self.verdict.add("does not heal", f"after {name} was killed")
                return
            self.kills += 1

    async def _heals(self, name: str, pid: int) -> bool:
        """Wait until there is another one, and a call has been answered since."""
        deadline_s = time.monotonic() + HEALS_WITHIN_S
        before = self.journal.answers.total()
        while self.city.children().get(name, pid) == pid or self.journal.answers.total() == before:
            if time.monotonic() > deadline_s:
                return False
            await asyncio.sleep(0.05)
        return True


def any_order(kills: int, seed: int) -> list[str]:
    """Both victims equally often, in an order of the seed."""
    victims = [VICTIMS[number % len(VICTIMS)] for number in range(kills)]
    Random(seed).shuffle(victims)
    return victims


def run_booking_race(data_dir: Path, build: Build, plan: Plan) -> Verdict:
    """Race, book and kill, then judge; the seed is in what is printed."""
    verdict = Verdict(figures={"seed": plan.seed})
    began_s = time.monotonic()
    journal = BookingJournal()
    with running_city(data_dir, program=build.program) as city:
        url = city.stores.database_url
        codes = [f"B{number}" for number in range(SPACES)]
        run(lend_to_all(url, codes, [(hour(-24), hour(96))], Price("hour", fen=200)))
        drivers = CLIENTS * (RUSHES + 1) + plan.attempts // ATTEMPTS_A_DRIVER
        keys = iter(run(issue_drivers(url, drivers)))
        port = int(city.url.rpartition(":")[2])
        clients = bookers(port, CLIENTS, keys, journal, plan.seed, SPACES)
        campaign = Campaign(city, clients, journal, verdict)
        run(campaign.run(plan, keys))
        city.wait_until_ready(HEALS_WITHIN_S)
        run(check_bookings(url, journal, verdict, _said_by_postgres(city)))
    verdict.figures |= {
        "kills": campaign.kills,
        "attempts": journal.attempts,
        "answers": ", ".join(f"{count:,} × {what}" for what, count in journal.answers.items()),
        "calls repeated after no answer": journal.doubtful,
        "calls repeated after 503": journal.unavailable,
        "took, s": time.monotonic() - began_s,
    }
    print(verdict.figures)  # noqa: T201
    return verdict


def _said_by_postgres(city: City) -> str:
    logs = sorted((city.started.data_dir / "logs").glob("postgresql*"))
    assert logs
    return "".join(log.read_text(errors="replace") for log in logs)

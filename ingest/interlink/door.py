"""The interlink door: a vendor's request in, its own kind of answer out, by way of the report door.

Nothing is acknowledged before it is committed: reports go through `ReportDoor`, lots through the
registry. It knows profiles and principals; HTTP is its callers' business.
"""

import difflib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final, Protocol

import msgspec

from ingest.interlink.acknowledgement import acknowledge
from ingest.interlink.completing import completed
from ingest.interlink.lot_names import lot_id_for
from ingest.interlink.mapping import read_records
from ingest.interlink.outcome import Outcome, outcome_of, problem_in, refused, results_in
from ingest.interlink.plates import plate_hasher
from ingest.interlink.profile import Profile
from ingest.interlink.reading import RecordReading
from ingest.interlink.received import Received, UnreadableError, open_body
from ingest.interlink.registering import Registering
from ingest.interlink.reopening import closure_rows
from ingest.reports.answer import Answer, problem_answer
from ingest.reports.inflate import plain_body
from ingest.reports.prepare import Registers
from parking.directory import Directory
from parking.principal import Principal
from parking.problems import Problem, ProblemError
from parking.report import MAX_ITEMS
from parking.words import Words

_TOO_MANY: Final = Words(
    f"一次最多 {MAX_ITEMS} 条上报，请分批发送", f"at most {MAX_ITEMS} reports a request; send parts"
)


class Reports(Protocol):
    """The report door, as far as it is needed here."""

    async def handle(self, principal: Principal, body: bytes, encoding: str | None) -> Answer: ...


class InterlinkDoor:
    """One per process; `plate_secret` keys the hashes of plates."""

    def __init__(
        self,
        profiles: Mapping[str, Profile],
        reports: Reports,
        registering: Registering,
        directory: Directory,
        *,
        plate_secret: bytes,
        registers: Registers,
    ) -> None:
        self.profiles = profiles
        self._reports = reports
        self._registering = registering
        self._directory = directory
        self._plate_secret = plate_secret
        self._registers = registers

    def profile(self, name: str) -> Profile | Problem:
        """Find a profile, or say which there are, the nearest first."""
        found = self.profiles.get(name)
        if found is not None:
            return found
        near = difflib.get_close_matches(name, self.profiles, n=1)
        hint = f"did you mean {near[0]}? " if near else ""
        return Problem("not-found", f"no profile {name!r:.60}; {hint}{', '.join(self.profiles)}")

    def open(self, body: bytes, content_type: str, encoding: str | None) -> Received:
        """Open a body; raises UnreadableError."""
        try:
            return open_body(plain_body(body, encoding), content_type)
        except ProblemError as error:
            kind = error.problem.kind
            raise UnreadableError(kind.title_zh, error.problem.detail) from error

    async def handle(
        self, principal: Principal, profile: Profile, received: Received, named: str | None
    ) -> Answer:
        """Take a request's records in; every outcome is an answer in the vendor's words."""
        if principal.source_key is None:
            return problem_answer(Problem("forbidden", "this key belongs to no source"))
        hashed = plate_hasher(self._plate_secret, principal.operator_id or "@platform")
        try:
            read = read_records(received.document, profile, named=named, hashed=hashed)
        except UnreadableError as error:
            return acknowledge(profile, received, [Outcome("rejected", error.words)])
        if len(read) > MAX_ITEMS:
            return acknowledge(profile, received, [Outcome("rejected", _TOO_MANY)])
        taken = [await self._take(principal, record) for record in read]
        if any(one.record.lots for one in taken):
            await self._registering.settle()
        rows = [row for one in taken for row in one.rows]
        if len(rows) > MAX_ITEMS:
            return acknowledge(profile, received, [Outcome("rejected", _TOO_MANY)])
        results: Sequence[Mapping[str, object]] = []
        if rows:
            body = msgspec.json.encode({"reports": rows})
            answer = await self._reports.handle(principal, body, None)
            told = results_in(answer.body)
            if told is None:
                return _not_now(profile, received, answer)
            results = told
        return acknowledge(profile, received, _outcomes(taken, results))

    async def _take(self, principal: Principal, record: RecordReading) -> "_Taken":
        """Register a record's lots, and make its rows ready to be sent."""
        if record.refused is not None:
            return _Taken(record, refused(record.refused, record.serial))
        lot_id = lot_id_for(self._directory, principal, record.lot_id or "")
        for lot in record.lots:
            problem = await self._registering.put(principal, {**lot, "lot_id": lot_id})
            if problem is not None:
                told = Words(f"{problem.kind.title_zh}（{problem.detail}）", problem.detail)
                return _Taken(record, Outcome("rejected", told, record.serial))
        openings = [replace(opening, lot_id=lot_id) for opening in record.openings]
        source_key = principal.source_key or 0
        closures = closure_rows(openings, self._directory, source_key, self._registers)
        return _Taken(record, None, [completed(r, lot_id) for r in (*record.reports, *closures)])


@dataclass(frozen=True, slots=True)
class _Taken:
    """A record on its way: refused already, or with the rows that are to be sent."""

    record: RecordReading
    outcome: Outcome | None
    rows: Sequence[dict[str, object]] = ()


def _outcomes(taken: Sequence[_Taken], results: Sequence[Mapping[str, object]]) -> list[Outcome]:
    """Give each record its share of the answers, which come in the rows' order."""
    outcomes = []
    at = 0
    for one in taken:
        share = results[at : at + len(one.rows)]
        at += len(one.rows)
        derived = frozenset(one.record.derived)
        outcomes.append(one.outcome or outcome_of(share, derived, one.record.serial))
    return outcomes


def _not_now(profile: Profile, received: Received, answer: Answer) -> Answer:
    """Pass on that nothing was taken; with HTTP's own status, so that everybody sends again."""
    told = Outcome("unavailable", problem_in(answer.body))
    wait = {name: value for name, value in answer.headers.items() if name == "retry-after"}
    return acknowledge(profile, received, [told], http_status=answer.status, headers=wait)

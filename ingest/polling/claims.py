"""From a publication and what was claimed before to what is claimed now, each thing once.

A feed says the same again and again. Here it becomes what its operator would have sent: a report
where something changed, a heartbeat where the feed shows that it still holds, nothing otherwise.
Pure. No value is ever given the time of a poll that found it unchanged.
"""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Final

from msgspec.structs import replace

from ingest.formats.closures import Closures
from ingest.formats.findings import Finding
from ingest.formats.lot_ids import lot_id_of
from ingest.formats.publication import Publication
from ingest.polling.claim_memory import ClaimMemory, Said, digest_of, heartbeat, part_of
from ingest.registry.rows import Row
from parking.clock import DAY_US, SECOND_US, rfc3339, to_us

STATES: Final = frozenset({"snapshot", "space", "totals"})
"""Kinds that say how something is; the others say what happened, once, by their own identity."""
CLOSED_FOR_US: Final = DAY_US
"""A closure ends so long after its feed was last heard of; then the lot is as unknown as others."""
_EVENT: Final = "event"
_NOT_CONTENT: Final = frozenset({"lot_id", "record_serial", "observed_at", "sent_at"})


@dataclass(slots=True)
class Claims:
    """What is to be registered and reported, and what is to be remembered once that is done."""

    lots: list[Row] = field(default_factory=list)
    reports: list[dict[str, object]] = field(default_factory=list)
    memory: ClaimMemory = field(default_factory=ClaimMemory)
    findings: list[Finding] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Poll:
    """One successful poll.

    `published_us`: the feed's own time of the whole, 0 where it says none. `changed_us`: when the
    body became what it is, as far as is known; what has no time and changed has changed then.
    `is_frozen`: the body has not changed for longer than can be, and shows no more that what is
    behind it lives.
    """

    operator_id: str
    now_us: int
    changed_us: int
    published_us: int = 0
    is_frozen: bool = False


def claims_of(publication: Publication, memory: ClaimMemory, poll: Poll) -> Claims:
    """Return what a publication comes to; the same one again comes to heartbeats at most."""
    claiming = _Claiming(memory, poll)
    for row in publication.lots:
        if claiming.has_id(row):
            claiming.take_lot(row)
    for row in publication.reports:
        if claiming.has_id(row):
            claiming.take_report(row)
    claiming.renew()
    closures = _closures(memory)
    for opening in publication.openings:
        observed_us = claiming.own_us(opening.observed_at) or poll.changed_us
        lot_id = lot_id_of(poll.operator_id, opening.lot_id)
        serial = str(observed_us // SECOND_US)
        claiming.claims.reports += closures.said(
            lot_id, serial, observed_us, is_open=opening.is_open, heard_us=poll.now_us
        )
    claiming.claims.memory.closed = closures.closed
    claiming.claims.memory.closed_until = closures.until
    return claiming.claims


def renewals_of(memory: ClaimMemory, poll: Poll) -> Claims:
    """Return what it comes to that the body is the one of before: all that has no time holds."""
    claims = Claims(memory=memory)
    if not poll.is_frozen:
        for lot_id, parts in memory.said.items():
            if any(not said.own_us and _is_state(part) for part, said in parts.items()):
                claims.reports.append(heartbeat(lot_id, poll.now_us))
        closures = _closures(memory)
        for lot_id in memory.closed:
            claims.reports += closures.heard(lot_id, poll.now_us)
        claims.memory = replace(memory, closed_until=closures.until)
    return claims


def _closures(memory: ClaimMemory) -> Closures:
    return Closures(memory.closed, memory.closed_until, lease_us=CLOSED_FOR_US)


def _is_state(part: str) -> bool:
    return not part.startswith(_EVENT)


class _Claiming:
    """One publication on its way; `claims.memory` is made anew of what it speaks of."""

    def __init__(self, memory: ClaimMemory, poll: Poll) -> None:
        self._before = memory
        self._poll = poll
        self._alive: dict[str, int] = {}
        self._is_described: set[str] = set()
        self.claims = Claims(memory=ClaimMemory(described=dict(memory.described)))

    def has_id(self, row: Row) -> bool:
        """Tell whether it is known whose the row is; else it is told and left out."""
        if row.fields.get("lot_id") not in {None, ""}:
            return True
        self._find("no-id", row, field="lot_id")
        return False

    def take_lot(self, row: Row) -> None:
        """Claim a description that is new; the first of two with one id counts."""
        lot_id = self._lot_id(row)
        if lot_id in self._is_described:
            self._find("duplicate-id", row, value=row.fields.get("lot_id"))
            return
        self._is_described.add(lot_id)
        digest = digest_of({**row.fields, "lot_id": lot_id})
        if self._before.described.get(lot_id) != digest:
            named = {"name": str(row.fields.get("lot_id", "")), **row.fields, "lot_id": lot_id}
            self.claims.lots.append(Row(row.pointer, named))
            self.claims.memory.described[lot_id] = digest

    def take_report(self, row: Row) -> None:
        """Claim a report that says something new, and note what shows that the rest holds."""
        lot_id, kind = self._lot_id(row), str(row.fields.get("kind", ""))
        written = row.fields.get("observed_at")
        own_us = self.own_us(written)
        if written is not None and not own_us:
            self._find("bad-time", row, value=written)
            return
        digest = digest_of(row.fields, without=_NOT_CONTENT)
        if kind not in STATES:
            self._claim_event(row, lot_id, digest, own_us)
            return
        part = f"{kind} {part_of(row.fields)}"
        parts = self.claims.memory.said.setdefault(lot_id, {})
        if part in parts:
            self._find("duplicate-id", row, value=row.fields.get("lot_id"))
            return
        before = self._before.said.get(lot_id, {}).get(part)
        parts[part] = Said(digest, own_us)
        if before is None or before.digest != digest:
            is_old_time = before is not None and before.own_us == own_us
            observed_us = self._poll.changed_us if is_old_time or not own_us else own_us
            self._claim(row, lot_id, digest, observed_us)
        elif not own_us:
            if not self._poll.is_frozen:
                self._note_alive(lot_id, self._poll.now_us)
        elif own_us > before.own_us:
            self._note_alive(lot_id, own_us)
        else:  # an older word on what is known: nothing is said, and nothing forgotten
            parts[part] = before

    def renew(self) -> None:
        """Say of each lot once that what was said before still holds."""
        self.claims.reports += [heartbeat(lot, at_us) for lot, at_us in self._alive.items()]

    def own_us(self, written: object) -> int:
        """Return the feed's own time of something, else that of the whole; 0 for neither."""
        if written is None:
            return self._poll.published_us
        try:
            return to_us(datetime.fromisoformat(str(written)))
        except (ValueError, OverflowError):
            return 0

    def _claim_event(self, row: Row, lot_id: str, digest: str, own_us: int) -> None:
        """Claim what happened. Without a time of its own it is claimed when it is first seen."""
        if row.fields.get("kind") == "heartbeat" and not own_us:
            if not self._poll.is_frozen:
                self._note_alive(lot_id, self._poll.now_us)
            return
        if own_us:
            self._claim(row, lot_id, digest, own_us)
            return
        part = f"{_EVENT} {digest}"
        known = part in self._before.said.get(lot_id, {})
        self.claims.memory.said.setdefault(lot_id, {})[part] = Said(digest, 0)
        if not known:
            self._claim(row, lot_id, digest, self._poll.changed_us)

    def _claim(self, row: Row, lot_id: str, digest: str, observed_us: int) -> None:
        serial = row.fields.get("record_serial") or f"{observed_us // SECOND_US}-{digest}"
        self.claims.reports.append({
            **row.fields,
            "lot_id": lot_id,
            "record_serial": str(serial),
            "observed_at": rfc3339(observed_us, "UTC"),
        })  # fmt: skip

    def _note_alive(self, lot_id: str, at_us: int) -> None:
        self._alive[lot_id] = max(at_us, self._alive.get(lot_id, 0))

    def _lot_id(self, row: Row) -> str:
        return lot_id_of(self._poll.operator_id, str(row.fields.get("lot_id", "")))

    def _find(self, code: str, row: Row, **places: object) -> None:
        lot_id = str(row.fields.get("lot_id", "")) or None
        self.claims.findings.append(Finding(code, row.pointer, lot_id, places))

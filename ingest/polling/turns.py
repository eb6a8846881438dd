"""A turn: what one try of a feed comes to, and what is remembered after it. Pure.

An outcome and the memory go in; claims, findings, the next memory and the next due time come out.
"""

from dataclasses import dataclass, field
from email.utils import parsedate_to_datetime
from typing import Final

from msgspec.structs import replace

from ingest.formats.findings import Finding
from ingest.formats.publication import Publication
from ingest.polling.claims import Claims, Poll, claims_of, renewals_of
from ingest.polling.guarding import judge, shape_of
from ingest.polling.memory import FeedMemory
from ingest.polling.outcomes import Failed, Validators
from ingest.polling.schedule import Got, Missed, Same, Terms, changed_us, step
from ingest.polling.self_checks import Checked, check, check_unchanged
from parking.clock import MINUTE_US, to_us
from parking.moment import read_moment

FAILED: Final = "failed"
HELD: Final = "held"
SAME: Final = "same"
NEW: Final = "new"


@dataclass(frozen=True, slots=True)
class Times:
    """Real time, by which is waited, and the city's, in which is observed, at one moment."""

    real_us: int
    city_us: int

    def city_of(self, real_us: int) -> int:
        """Return the city's time of a real moment that is not long ago."""
        return self.city_us - (self.real_us - real_us)


@dataclass(frozen=True, slots=True)
class Turn:
    """`result` is `failed`, `held` (the last good state stays), `same` or `new`.

    `checked` is what the self-checks say, where they looked.
    """

    result: str
    memory: FeedMemory
    due_us: int
    claims: Claims | None = None
    findings: tuple[Finding, ...] = ()
    publication: Publication | None = None
    checked: Checked | None = None


@dataclass(frozen=True, slots=True)
class Body:
    """A body that came: its digest, and what the server gave to ask for it later."""

    digest: str
    validators: Validators = field(default_factory=Validators)

    def got(self) -> Got:
        return Got(self.digest, _moment_us(self.validators.last_modified))


def missed(memory: FeedMemory, failed: Failed, times: Times, terms: Terms) -> Turn:
    """Nothing can be used of this try; what was known stays, and grows older."""
    pace, due_us = step(memory.pace, Missed(failed.retry_after_s), times.real_us, terms)
    return Turn(FAILED, replace(memory, pace=pace), due_us, findings=(failed.finding,))


def unchanged(memory: FeedMemory, times: Times, terms: Terms, operator_id: str) -> Turn:
    """The body is the one of before: 304, or the same bytes."""
    pace, due_us = step(memory.pace, Same(), times.real_us, terms)
    poll = Poll(operator_id, times.city_us, times.city_us, is_frozen=pace.is_frozen)
    claims = renewals_of(memory.claims, poll)
    checked = check_unchanged(memory.publications, times.city_us)
    publications = memory.publications if checked is None else checked.after
    after = replace(memory, pace=pace, publications=publications, claims=claims.memory)
    return Turn(SAME, after, due_us, claims, _frozen(after, times), checked=checked)


def published(
    memory: FeedMemory,
    body: Body,
    publication: Publication,
    times: Times,
    terms: Terms,
    operator_id: str,
) -> Turn:
    """A publication was read: it is believed or held back, and what is new of it is claimed."""
    guard, verdict = judge(memory.guard, shape_of(publication))
    checked = check(memory.publications, publication, times.city_us)
    got = body.got()
    since_us = changed_us(memory.pace, got, times.real_us)
    pace, due_us = step(memory.pace, got, times.real_us, terms)
    if not (verdict.is_accepted and checked.take):
        # Asked again for all of it: what is not believed must not be answered by "as before".
        after = replace(
            memory, pace=pace, guard=guard, validators=Validators(), publications=checked.after
        )
        held_for = verdict.findings or checked.findings
        return Turn(HELD, after, due_us, None, held_for, publication, checked)
    poll = Poll(
        operator_id,
        times.city_us,
        changed_us=times.city_of(since_us),
        published_us=_published_us(publication),
        is_frozen=pace.is_frozen,
    )
    claims = claims_of(publication, memory.claims, poll)
    after = FeedMemory(
        memory.declared, body.digest, body.validators, pace, guard, claims.memory, checked.after
    )
    findings = (*_frozen(after, times), *publication.findings, *claims.findings)
    return Turn(NEW, after, due_us, claims, findings, publication, checked)


def is_known(memory: FeedMemory, body: Body) -> bool:
    """Tell whether the body was read and believed before, and need not be read again."""
    return body.digest == memory.believed and memory.guard.suspect is None


def _frozen(memory: FeedMemory, times: Times) -> tuple[Finding, ...]:
    if not memory.pace.is_frozen:
        return ()
    minutes = (times.real_us - memory.pace.changed_us) // MINUTE_US
    return (Finding("feed-frozen", "", None, {"value": minutes}),)


def _published_us(publication: Publication) -> int:
    try:
        return to_us(read_moment(publication.published_at))
    except ValueError:
        return 0


def _moment_us(http_date: str) -> int:
    try:
        return to_us(parsedate_to_datetime(http_date))
    except (ValueError, TypeError):
        return 0

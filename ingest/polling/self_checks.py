"""What the self-checks say of a feed's publications: empty, or quite other than before. Pure."""

from copy import deepcopy
from typing import Final

import msgspec

from ingest.formats.findings import Finding
from ingest.formats.publication import Publication
from parking.checking.publications import Publications, new_publications
from parking.checking.verdict import Rule, Verdict
from parking.storage.postgres.feed_verdicts import VerdictEvent, VerdictKey

RULES: Final[tuple[Rule, ...]] = ("empty_publication", "mass_change")
"""What stands still is told by the schedule, which sees the answers that are not read as well."""


class Checked(msgspec.Struct, frozen=True):
    """`take` says whether the publication may become the feed's state; `findings` why it may not.

    `ended` ended by it; what stands is in `after`, which is to be remembered.
    """

    take: bool
    after: Publications
    ended: tuple[Verdict, ...] = ()
    findings: tuple[Finding, ...] = ()


def check(before: Publications | None, publication: Publication, at_us: int) -> Checked:
    """Hold a publication against those before."""
    return _see(before, counts_of(publication), at_us)


def check_unchanged(before: Publications | None, at_us: int) -> Checked | None:
    """Take that the feed says what it said before; None where that is no news."""
    if before is None or not before.ledger.standing:
        return None
    return _see(before, before.good, at_us)


def counts_of(publication: Publication) -> dict[str, int | None]:
    """Return the free general spaces of each lot that it speaks of, None where it does not say."""
    lots = [*publication.lots, *publication.reports]
    counts: dict[str, int | None] = {str(row.fields.get("lot_id", "")): None for row in lots}
    counts.update(dict.fromkeys(opening.lot_id for opening in publication.openings))
    for row in publication.reports:
        spaces = row.fields.get("spaces")
        for space in spaces if isinstance(spaces, list) else ():
            free = space.get("free") if isinstance(space, dict) else None
            if isinstance(free, int) and space.get("space_class", "general") == "general":
                counts[str(row.fields.get("lot_id", ""))] = free
    return counts


def events_of(
    source_key: int, before: Publications | None, checked: Checked, at_us: int
) -> list[VerdictEvent]:
    """Return what is to be written: what ended, and what stands; writing it again does no harm.

    Of a feed that is learned anew nothing stands from before.
    """
    events = [_event(source_key, verdict) for verdict in checked.ended]
    if before is None:
        events = [
            VerdictEvent(VerdictKey(one, source_key), at_us, at_us, {}, at_us) for one in RULES
        ]
    standing = (one for one in checked.after.ledger.verdicts() if one.rule in RULES)
    return [*events, *(_event(source_key, verdict) for verdict in standing)]


def _see(before: Publications | None, counts: dict[str, int | None], at_us: int) -> Checked:
    after = new_publications(0) if before is None else deepcopy(before)
    judged = after.see(at_us, counts)
    ended = tuple(one for one in judged.verdicts if one.end_us is not None and one.rule in RULES)
    findings = () if judged.take else tuple(map(_finding, _why(after)))
    return Checked(judged.take, after, ended, findings)


def _why(after: Publications) -> list[Verdict]:
    rule: Rule = "empty_publication" if after.held_kind == "empty" else "mass_change"
    return [one for one in after.ledger.verdicts() if one.rule == rule]


def _finding(verdict: Verdict) -> Finding:
    found = verdict.evidence
    if "same" in found:
        places = {"before": found["of"], "value": found["value"]}
        return Finding("all-equal", "", None, places)
    if "gone" in found:
        return Finding("mass-drop", "", None, {"before": found["of"], "gone": found["gone"]})
    return Finding("empty", "", None, {})


def _event(source_key: int, verdict: Verdict) -> VerdictEvent:
    key = VerdictKey(verdict.rule, source_key)
    return VerdictEvent(key, verdict.start_us, verdict.found_us, verdict.evidence, verdict.end_us)

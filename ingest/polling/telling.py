"""What is told of a feed's newest try, as JSON members; nothing secret is ever among them. Pure."""

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Final

from ingest.formats.findings import Finding
from ingest.formats.publication import Publication
from ingest.polling.hand_in import HandedIn
from ingest.polling.schedule import Terms, interval_s
from ingest.polling.turns import FAILED, HELD, Turn
from parking.clock import rfc3339

FINDINGS_TOLD: Final = 50


def status_of(
    turn: Turn, before: Mapping[str, object], handed: HandedIn | None, terms: Terms, real_us: int
) -> dict[str, object]:
    """Return the status after a try; what a failure does not know stays as it was told before."""
    pace = turn.memory.pace
    findings = (*turn.findings, *(() if handed is None else handed.findings))
    told: dict[str, object] = {
        **before,
        "phase": "held" if turn.result == HELD else pace.phase,
        "tried_at": rfc3339(real_us, "UTC"),
        "failures": pace.failures,
        "interval_s": round(interval_s(pace, terms), 1),
        **findings_told(findings),
    }
    if turn.result != FAILED:
        told["fetched_at"] = rfc3339(pace.ok_us, "UTC")
        told["changed_at"] = rfc3339(pace.changed_us, "UTC")
    if turn.publication is not None and turn.result != HELD:
        told |= publication_told(turn.publication)
    if handed is not None:
        told["handed_in"] = {"lots": handed.lots, "reports": dict(handed.statuses)}
    return told


def publication_told(publication: Publication) -> dict[str, object]:
    """Return which format it is in, and how many lots and values it has."""
    return {
        "format": publication.format,
        "lots": len(publication.lots),
        "values": len(publication.reports) + len(publication.openings),
        "published_at": publication.published_at,
    }


def findings_told(findings: Sequence[Finding]) -> dict[str, object]:
    """Return the first findings, those that block before the others, and how many of each."""
    ordered = sorted(findings, key=lambda finding: not finding.kind.blocks)
    return {
        "findings": [finding.to_dict() for finding in ordered[:FINDINGS_TOLD]],
        "finding_counts": dict(Counter(finding.code for finding in findings)),
    }

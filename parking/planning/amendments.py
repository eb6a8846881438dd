"""Amendments in history: which corrections and voids matter to a piece of a lot's log.

What they do to it is `parking.live.amend`'s business. It knows no store.
"""

from collections.abc import Iterable, Sequence
from typing import TypeAlias

from parking.clock import SECOND_US, to_us
from parking.live.amend import amend, target_of
from parking.live.record import Record, in_order
from parking.report import Correction, Void

Name: TypeAlias = tuple[int, str]
"""A record's source key and its serial there."""


def is_amendment(record: Record) -> bool:
    """Tell whether it corrects or voids another record."""
    return isinstance(record.report, Correction | Void)


def name_of(record: Record) -> Name:
    """Return a record's own name."""
    return record.source_key, record.report.record_serial


def aim_of(record: Record) -> Name:
    """Return the name of what a record amends; its own where it amends nothing."""
    report = record.report
    if isinstance(report, Correction | Void):
        return record.source_key, target_of(report).record_serial
    return name_of(record)


def aimed_span_us(record: Record) -> tuple[int, int]:
    """Return when what an amendment means was observed, the end excluded.

    That is up to the amendment's own time, unless it names a second.
    """
    report = record.report
    named_at = target_of(report).observed_at if isinstance(report, Correction | Void) else None
    if named_at is None:
        return 0, record.observed_us + 1
    second_us = to_us(named_at) // SECOND_US * SECOND_US
    return second_us, second_us + SECOND_US


def looks_ahead(amendment: Record) -> bool:
    """Tell whether an amendment means what is newer than itself: clocks differ."""
    from_us, _ = aimed_span_us(amendment)
    return from_us > amendment.observed_us


def may_mean(amendment: Record, claim: Record) -> bool:
    """Tell whether an amendment means this claim, if no newer one of its name."""
    from_us, to_us_ = aimed_span_us(amendment)
    return aim_of(amendment) == name_of(claim) and from_us <= claim.observed_us < to_us_


def relevant(claims: Iterable[Record], amendments: Sequence[Record]) -> list[Record]:
    """Return the amendments of these claims, and the voids of those amendments."""
    if not amendments:
        return []
    names = {name_of(claim) for claim in claims}
    direct = [one for one in amendments if aim_of(one) in names]
    own = {name_of(one) for one in direct if isinstance(one.report, Correction)}
    taken = {one.ident for one in direct}
    return direct + [
        one
        for one in amendments
        if isinstance(one.report, Void) and aim_of(one) in own and one.ident not in taken
    ]


def standing_in(
    span: tuple[int, int],
    claims: Sequence[Record],
    others: Sequence[Record],
    amending: Sequence[Record],
) -> Sequence[Record]:
    """Return what stands of the claims of a span, its end excluded, in order.

    `amending` are those `relevant` to them, `others` all claims beside the span that these aim at.
    """
    from_us, to_us_ = span
    if not amending:
        return sorted(claims, key=in_order)
    amended = amend([*claims, *others, *amending])
    return [one for one in amended.standing if from_us <= one.observed_us < to_us_]

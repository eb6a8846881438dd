"""What reports say, read by hand: counts and movements of each, in the order of their keys.

It shares no rule with the fold.
"""

from collections import defaultdict

from parking.report import Entry, Exit, Lane, Snapshot, Totals

MINUTE_US = 60_000_000
HOUR_US = 60 * MINUTE_US
DEFAULT_INTERVAL_US = 2 * MINUTE_US


def facts_at(facts, moment_us):
    known = [step for step in facts.steps if step.since_us <= moment_us]
    return known[-1] if known else facts.steps[0]


def interval_us(facts, record):
    steps = facts.rhythms.get(record.source_key, ())
    known = [step for step in steps if step.since_us <= record.observed_us] or list(steps[:1])
    return known[-1].interval_us if known else DEFAULT_INTERVAL_US


def hold_us(facts, record):
    return max(HOUR_US, interval_us(facts, record))


def lanes_of(report):
    return report.lanes or [Lane(report.in_total, report.out_total, report.lane_id or "1")]


def gains(records):
    """Yield record, came, went, whether it is a break: for every reading but a lane's first."""
    last = {}
    for record in records:
        if not isinstance(record.report, Totals):
            continue
        for lane in lanes_of(record.report):
            name = (record.source_key, lane.lane_id)
            before, last[name] = last.get(name), (record, lane)
            if before is None:
                continue
            seconds = (record.observed_us - before[0].observed_us) / 1e6
            came = lane.in_total - before[1].in_total
            went = lane.out_total - before[1].out_total
            fits = min(came, went) >= 0 and max(came, went) <= seconds // 3 + 2
            if fits and record.report.epoch == before[0].report.epoch:
                yield record, came, went, False
            else:
                yield record, 0, 0, True


def passage_tells(report, totals_were_sent):
    """Return what a passage says is free and how it moves that, in order; nothing of others."""
    told = []
    if isinstance(report, Entry | Exit):
        if not totals_were_sent:
            told.append((None, 1 if isinstance(report, Exit) else -1))
        if report.free_after is not None:
            told.append((report.free_after, None))
    return told


def tellings(records, space_class):
    """Yield record, what it says is free or else None, by how much it moves what is free."""
    gained = defaultdict(list)
    for record, came, went, _ in gains(records):
        gained[record.ident].append(went - came)
    totals_were_sent = False
    for record in records:
        report = record.report
        totals_were_sent = totals_were_sent or isinstance(report, Totals)
        if isinstance(report, Snapshot):
            free = {space.space_class: space.free for space in report.spaces}
            told = [(free[space_class], None)] if space_class in free else []
        elif getattr(report, "space_class", None) != space_class:
            told = []
        elif isinstance(report, Totals):
            told = [(None, sum(gained[record.ident]))]
        else:
            told = passage_tells(report, totals_were_sent)
        yield from ((record, said, moved) for said, moved in told)


def passed(records):
    """Yield class, moment, came, went: single ones, before the first of them by counters."""
    singles = [record for record in records if isinstance(record.report, Entry | Exit)]
    first = singles[0].key if singles else None
    for record in singles:
        came = isinstance(record.report, Entry)
        yield record.report.space_class, record.observed_us, int(came), int(not came)
    for record, came, went, _ in gains(records):
        if first is None or record.key < first:
            yield record.report.space_class, record.observed_us, came, went

"""What is judged of a city whose store fails: nobody waits, nobody is lied to, all comes back."""

import signal
import time
from collections.abc import Sequence
from datetime import datetime
from statistics import quantiles

from tests.faults.kit.probes import Answer
from tests.faults.stage import Stage

MARGIN = 3
ANY_S = MARGIN * 3.0
"""No request takes longer, whatever its store does."""
ACKNOWLEDGED_S = MARGIN * 0.5
REFUSED_S = MARGIN * 1.0
BACK_S = {"valkey": MARGIN * 5.0, "postgresql": MARGIN * 10.0}
LEADS_SINCE = """
select from pg_stat_activity join pg_locks using (pid)
where locktype = 'advisory' and granted and application_name = 'onelot onelot.work'
    and backend_start > $1
"""


def reports(stage: Stage, words: str, since_s: float, *, status: int, within_s: float) -> None:
    """Reports were all answered so, and nearly all in time."""
    answers = stage.probes["report"].since(since_s)
    others = [answer.status for answer in answers if answer.status not in {status, 0}]
    if others:
        stage.verdict.add("refused" if status == 200 else "acknowledged", f"{words}: {others}")
    if usual_s(answers) > within_s:
        stage.verdict.add("hung", f"{words}: reports take {usual_s(answers):.1f} s")
    if status == 503 and not all(answer.retry_after for answer in answers if answer.status):
        stage.verdict.add("refused", f"{words}: without Retry-After")


def waits(stage: Stage, words: str, since_s: float) -> None:
    """Nobody was kept waiting, whatever he asked."""
    for name, probe in stage.probes.items():
        slowest_s = max((answer.took_s for answer in probe.since(since_s)), default=0.0)
        stage.note(f"{words}: slowest {name}, s", slowest_s)
        if slowest_s > ANY_S:
            stage.verdict.add("hung", f"{words}: {name} takes {slowest_s:.1f} s")


def reads(stage: Stage, words: str, since_s: float) -> None:
    """Drivers were answered all the time."""
    statuses = {answer.status for answer in stage.probes["nearby"].since(since_s)} - {0}
    if statuses != {200}:
        stage.verdict.add("unread", f"{words}: drivers are answered {statuses}")


def comeback(stage: Stage, words: str, store: str, since_s: float) -> None:
    """All was well again by itself, and soon."""
    for name in ("report", "readyz"):
        took_s = stage.probes[name].wait_for(200, since_s, 2 * BACK_S[store])
        stage.note(f"{words}: {name} back after, s", took_s)
        if took_s is None or took_s > BACK_S[store]:
            stage.verdict.add("down", f"{words}: {name} is back after {took_s} s")


def age(stage: Stage, words: str, before_s: float, grown_s: float) -> None:
    """What drivers see has grown old by about the time nothing came."""
    age_s = stage.age_s()
    stage.note(f"{words}: age shown, s", age_s)
    if age_s < before_s + grown_s:
        stage.verdict.add("young", f"{words}: shown as {age_s} s old")


def lead(stage: Stage, words: str, since: datetime) -> None:
    """The worker lost its database at that moment, and leads again by a new session."""
    deadline_s = time.monotonic() + BACK_S["postgresql"]
    while not stage.city.city().fetch(LEADS_SINCE, since):
        if time.monotonic() > deadline_s:
            stage.verdict.add("down", f"{words}: no worker leads")
            return
        time.sleep(0.2)


def stop(stage: Stage, words: str, *names: str) -> None:
    """Processes that are told to stop do, in order and in time, whatever their stores do."""
    for name in stage.with_a_deputy(names):
        began_s = time.monotonic()
        code = stage.city.stop(name)
        stage.note(f"{words}: {name} stops after, s", time.monotonic() - began_s)
        if code not in {0, -signal.SIGTERM}:
            stage.verdict.add("stuck", f"{words}: {name} ends with {code}")


def usual_s(answers: Sequence[Answer]) -> float:
    """The time that nine of ten answers keep within; a busy machine stalls now and then."""
    took_s = [answer.took_s for answer in answers]
    return quantiles(took_s, n=10)[-1] if len(took_s) > 1 else max(took_s, default=0.0)

"""What may happen to PostgreSQL, each as a phase of a city under load."""

import time

from tests.faults import judge
from tests.faults.crowd import crowd
from tests.faults.stage import Stage, rest, wait_for

SLOW_S = 2.0
AWAY_FOR_S = 3.0
AGAIN_S = 1.0
STARTS_S = 2.0
"""By then a process that starts waits for its stores."""


def frozen(stage: Stage, seconds: float = 8.0) -> None:
    """It hangs with connections open; an API process and the worker are told to stop meanwhile.

    The API process once more, while it waits in its start.
    """
    words = "PostgreSQL frozen"
    age_s = stage.age_s()
    with stage.city.frozen("postgresql"):
        began_s = rest(2.0)
        judge.stop(stage, words, "serve-1", "work")
        stage.start_again("serve-1")
        time.sleep(STARTS_S)
        judge.stop(stage, f"{words} at the start", "serve-1")
        time.sleep(max(began_s + seconds - time.monotonic(), 0))
        _blame_refusal(stage, words, began_s)
        judge.age(stage, words, age_s, seconds / 2)
    stage.start_again("serve-1", "work")
    judge.comeback(stage, words, "postgresql", time.monotonic())
    stage.wait_until_whole()


def slow(stage: Stage) -> None:
    """Every answer comes two seconds late, which is too late for a report."""
    words = "PostgreSQL slow"
    stage.postgres.delay_s = SLOW_S
    time.sleep(1.0)
    began_s = rest(AWAY_FOR_S)
    _blame_refusal(stage, words, began_s)
    stage.postgres.heal()
    judge.comeback(stage, words, "postgresql", time.monotonic())


def crowded(stage: Stage) -> None:
    """Others hold every connection there is, and those of the city are gone."""
    words = "PostgreSQL out of connections"
    with crowd(stage.city.stores.urls.database_url):
        began_s = rest(AWAY_FOR_S)
        _blame_refusal(stage, words, began_s)
    judge.comeback(stage, words, "postgresql", time.monotonic())


def down(stage: Stage) -> None:
    """It dies and is started again."""
    words = "PostgreSQL down"
    stage.city.kill("postgresql")
    time.sleep(0.5)
    began_s = rest(AWAY_FOR_S)
    _blame_refusal(stage, words, began_s)
    stage.city.start("postgresql")
    judge.comeback(stage, words, "postgresql", time.monotonic())


def half_open(stage: Stage) -> None:
    """Its machine loses power: no connection says a word any more, and new ones work at once."""
    words = "PostgreSQL half-open"
    moment = stage.city.city().fetch("select now()")[0][0]
    began_s = time.monotonic()
    stage.postgres.half_open()
    judge.comeback(stage, words, "postgresql", began_s)
    judge.lead(stage, words, moment)
    judge.waits(stage, words, began_s)


def ambiguous(stage: Stage) -> None:
    """The reply of COMMIT is lost: what is sent again is known, and nothing is there twice."""
    for _ in range(5):
        before = stage.postgres.dropped
        stage.postgres.drop_reply_to(b"COMMIT")
        wait_for(lambda before=before: stage.postgres.dropped > before)
    stage.postgres.drop_reply_to(b"ambiguous-1")
    first, again = stage.report("ambiguous-1"), _report_again(stage, "ambiguous-1")
    if (first, again) != ("unavailable", "duplicate"):
        stage.verdict.add("ambiguous", f"a committed report is {first}, then {again}")
    stored = stage.city.city().fetch(
        "select from report_log where record_serial = $1", "ambiguous-1"
    )
    if len(stored) != 1:
        stage.verdict.add("doubled", f"a report sent twice is there {len(stored)} times")


def _report_again(stage: Stage, serial: str) -> str:
    """Send a report again as its source does where it is told 503, which one try may well be."""
    for _ in range(judge.MARGIN):
        outcome = stage.report(serial)
        if outcome != "unavailable":
            break
        time.sleep(AGAIN_S)
    return outcome


def _blame_refusal(stage: Stage, words: str, began_s: float) -> None:
    judge.reports(stage, words, began_s, status=503, within_s=judge.REFUSED_S)
    judge.reads(stage, words, began_s)
    judge.waits(stage, words, began_s)

"""What the mixed load calls growth: a leak under noise, and nothing that only trembles."""

import random

from tests.faults.mix.processes import ProcessSample
from tests.faults.mix.samples import Sample
from tests.faults.mix.verdict import judge

EVERY_S, HOURS = 30.0, 2


def seen(leak_mib_per_h: float, *, seconds: float = HOURS * 3_600, restarted: bool = False):
    """Samples of a process that fills its caches, trembles by half a MiB and leaks."""
    chance = random.Random(1)
    samples = []
    for number in range(int(seconds / EVERY_S)):
        at_s = number * EVERY_S
        memory = 290 + min(at_s / 600, 2) + leak_mib_per_h * at_s / 3_600 + chance.gauss(0, 0.5)
        pid = 2 if restarted and at_s > seconds / 2 else 1
        serve = ProcessSample((pid,), memory, 300 + chance.randrange(20), 8, at_s / 2)
        samples.append(Sample(at_s, {"serve": serve}, {}, {}, 1.0, 5.0, 100.0, 0.1, 0))
    return samples


def test_a_leak_of_two_mebibytes_an_hour_is_a_fault() -> None:
    (said,) = judge(seen(2.0)).faults()
    assert said.startswith("serve: memory, MiB grows by")


def test_what_fills_up_and_then_trembles_is_none() -> None:
    assert not list(judge(seen(0.0)).faults())


def test_a_run_of_ten_minutes_does_not_pretend_to_know() -> None:
    verdict = judge(seen(2.0, seconds=600))
    assert not verdict.can_tell
    assert not list(verdict.faults())


def test_a_process_that_was_started_anew_is_a_fault() -> None:
    assert list(judge(seen(0.0, restarted=True)).faults()) == ["serve was started anew"]

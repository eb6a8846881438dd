"""What the mixed load calls growth: a leak under noise, and nothing that only trembles."""

import random
from dataclasses import replace

import pytest

from tests.faults.mix.processes import ProcessSample
from tests.faults.mix.samples import Sample
from tests.faults.mix.verdict import BLOCKS, judge

EVERY_S, HOURS = 30.0, 2


def seen(
    leak_mib_per_h: float,
    *,
    seconds: float = HOURS * 3_600,
    restarted: bool = False,
    blocks_per_h: float = 0.0,
):
    """Samples of a process that fills its caches, trembles by half a MiB and leaks."""
    chance = random.Random(1)
    samples = []
    for number in range(int(seconds / EVERY_S)):
        at_s = number * EVERY_S
        memory = 290 + min(at_s / 600, 2) + leak_mib_per_h * at_s / 3_600 + chance.gauss(0, 0.5)
        pid = 2 if restarted and at_s > seconds / 2 else 1
        serve = ProcessSample((pid,), memory, 300 + chance.randrange(20), 8, at_s / 2)
        gauges = {"onelot_process_tasks": 22.0, BLOCKS: 1_480_000 + blocks_per_h * at_s / 3_600}
        samples.append(Sample(at_s, {"serve": serve}, {}, gauges, 1.0, 5.0, 100.0, 0.1, 0))
    return samples


def test_a_leak_of_two_mebibytes_an_hour_is_a_fault() -> None:
    (said,) = judge(seen(2.0)).faults()
    assert said.startswith("serve: memory, MiB grows by")


def test_objects_that_nobody_lets_go_are_a_fault_though_the_memory_has_room_for_them() -> None:
    (said,) = judge(seen(0.0, blocks_per_h=20_000)).faults()
    assert said.startswith("serve: memory blocks, thousands grows by")


def test_a_process_that_does_not_tell_of_its_memory_is_not_called_flat() -> None:
    silent = [replace(sample, gauges={}) for sample in seen(0.0)]
    with pytest.raises(ValueError, match="not enough values"):
        judge(silent)


def test_what_fills_up_and_then_trembles_is_none() -> None:
    assert not list(judge(seen(0.0)).faults())


def test_what_grows_only_until_the_change_logs_are_full_is_none() -> None:
    def filling(sample: Sample) -> Sample:
        filled = min(1.0, sample.at_s / 3_300)
        memory = sample.processes["serve"].memory + 6 * filled
        serve = replace(sample.processes["serve"], memory=memory)
        return replace(sample, processes={"serve": serve}, streams_mib=40 * filled)

    assert not list(judge([filling(sample) for sample in seen(0.0)]).faults())


def test_streams_that_never_fill_up_excuse_nothing() -> None:
    growing = [replace(sample, streams_mib=sample.at_s) for sample in seen(2.0)]
    assert [said.partition(" grows")[0] for said in judge(growing).faults()] == [
        "serve: memory, MiB"
    ]


def test_a_run_of_ten_minutes_does_not_pretend_to_know() -> None:
    verdict = judge(seen(2.0, seconds=600))
    assert not verdict.can_tell
    assert not list(verdict.faults())


def test_a_process_that_was_started_anew_is_a_fault() -> None:
    assert list(judge(seen(0.0, restarted=True)).faults()) == ["serve was started anew"]

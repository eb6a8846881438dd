"""The pace of a fan-out, by hand-made seconds."""

import asyncio

from api.live.pace import CHUNK, TURN_S, Pace


class Seconds:
    def __init__(self) -> None:
        self.now_s = 100.0

    def __call__(self) -> float:
        return self.now_s


def test_others_get_their_turn_after_so_many_writes_and_after_so_long():
    seconds = Seconds()
    pace = Pace(10 * CHUNK, 1.0, seconds)
    assert not pace.take(CHUNK - 1)
    assert pace.take(1)
    slow = Pace(10 * CHUNK, 1.0, seconds)
    seconds.now_s += 2 * TURN_S
    assert slow.take(1)


async def test_work_that_is_late_rests_no_longer_than_others_need():
    seconds = Seconds()
    pace = Pace(2 * CHUNK, 3_600.0, seconds)
    seconds.now_s += 3_600.0
    assert pace.take(CHUNK)
    async with asyncio.timeout(10):
        await pace.rest()
    assert pace.room == CHUNK

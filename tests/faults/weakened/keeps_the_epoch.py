"""A build that fills an emptied Redis again under the epoch it had."""

from parking.storage.redis.projection import RedisProjection
from tests.faults.weakened.program import run_as

begin_epoch = RedisProjection.begin_epoch


async def begin_same(self: RedisProjection) -> str:
    self._real_us = lambda: 1_795_233_600_000_000
    return await begin_epoch(self)


RedisProjection.begin_epoch = begin_same

if __name__ == "__main__":
    run_as("tests.faults.weakened.keeps_the_epoch")

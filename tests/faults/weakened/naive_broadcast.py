"""`onelot` whose live channel waits for each client to take a frame before it serves the next."""

import asyncio
from collections.abc import Sequence

from api.live import ticker
from api.live.groups import Due
from tests.faults.weakened.program import run_as

STEP_S = 0.005


async def fan_out(self: ticker.Ticker, round_: Sequence[Due]) -> None:
    for frame, group, members in self._service.hub.deliver(round_, self._service.clock.now_us):
        for member in members:
            write = group.members.get(member)
            if write is None:
                continue
            write(frame)
            transport = write.__self__
            while transport.get_write_buffer_size() and not transport.is_closing():  # noqa: ASYNC110
                await asyncio.sleep(STEP_S)


ticker.Ticker._fan_out = fan_out

if __name__ == "__main__":
    run_as("tests.faults.weakened.naive_broadcast")

"""Lays the replica's arrays out anew beside the requests, which the old ones answer meanwhile."""

import asyncio

from parking.live.arrays import LotArrays
from parking.live.replica import Replica


class LayoutKeeper:
    """One per process. The long part runs in a thread, the rest between the others' turns."""

    def __init__(self, replica: Replica) -> None:
        self._layout = replica.layout
        self._lock = asyncio.Lock()

    async def settle(self) -> None:
        """Return once the arrays hold every lot that the replica held at the call."""
        async with self._lock:
            if self._layout.is_outdated:
                wanted, lots = self._layout.begin()
                arrays = await asyncio.to_thread(LotArrays, lots)
                for _ in self._layout.adopt(wanted, arrays):
                    await asyncio.sleep(0)

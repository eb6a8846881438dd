"""What a process knows of sensors: every operator's list in memory, kept in step with the store."""

import asyncio
from typing import Final, Protocol

from parking.device import Device
from parking.storage.postgres.devices import DeviceChanges

ASK_AGAIN_S: Final = 1.0
"""For a device nobody has listed the store is asked so often at most."""


class Devices(Protocol):
    """The store that is followed."""

    async def since(self, version: int) -> DeviceChanges: ...


class DeviceBook:
    """One per process."""

    def __init__(self, devices: Devices) -> None:
        self._store = devices
        self._version = 0
        self._known: dict[tuple[int, str], Device] = {}
        self._next_s = 0.0
        self._catching_up = asyncio.Lock()

    async def catch_up(self) -> None:
        """Take in what changed; raises where the store does not answer."""
        async with self._catching_up:
            is_all = False
            while not is_all:
                changes = await self._store.since(self._version)
                for key, device in changes.devices.items():
                    if device is None:
                        self._known.pop(key, None)
                    else:
                        self._known[key] = device
                self._version, is_all = changes.version, changes.is_all

    async def find(self, operator_key: int, device_id: str) -> Device | None:
        """Look a device up; for one that is not known the store is asked, once a second at most.

        Raises where the store had to be asked and does not answer.
        """
        key = (operator_key, device_id)
        now_s = asyncio.get_running_loop().time()
        if key not in self._known and now_s >= self._next_s:
            await self.catch_up()
            self._next_s = now_s + ASK_AGAIN_S
        return self._known.get(key)

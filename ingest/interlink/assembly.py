"""Puts the interlink's door and routes together, of parts that the process hands in."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from typing import Final

from fastapi import APIRouter

from ingest.interlink.door import InterlinkDoor, Reports
from ingest.interlink.profile import Profile
from ingest.interlink.registering import Registering
from ingest.interlink.routes import interlink_router
from ingest.interlink.signed_keys import KeyById
from ingest.reports.prepare import Registers
from parking.directory import Directory
from parking.draft_reading import DraftRules
from parking.ports import RegistryStore
from parking.storage.postgres.pool import PLATFORM, Pool, scoped
from parking.storage.postgres.sharing.secrets import platform_secret

_SIGNING: Final = "interlink-signing"
_PLATES: Final = "interlink-plates"


@dataclass(frozen=True, slots=True)
class InterlinkSecrets:
    """Two of the platform's own secrets: what keys sign with, and what hashes plates."""

    signing: bytes
    plates: bytes


async def read_secrets(pool: Pool) -> InterlinkSecrets:
    """Read them once at the start; they are made when first asked for."""
    async with scoped(pool, PLATFORM) as connection:
        return InterlinkSecrets(
            await platform_secret(connection, _SIGNING), await platform_secret(connection, _PLATES)
        )


def assemble_interlink(
    secrets: InterlinkSecrets,
    profiles: Mapping[str, Profile],
    *,
    reports: Reports,
    registry: RegistryStore,
    directory: Directory,
    rules: DraftRules,
    most_lots: int,
    settled: Callable[[], Awaitable[object]],
    registers: Registers,
    key_by_id: KeyById | None = None,
) -> APIRouter:
    """Make the routes. `settled` waits until a written lot is known to every process.

    Without `key_by_id` there are none for programs that sign and send no key.
    """
    registering = Registering(registry, directory, rules, most_lots=most_lots, settled=settled)
    door = InterlinkDoor(
        profiles, reports, registering, directory, plate_secret=secrets.plates, registers=registers
    )
    return interlink_router(door, city_secret=secrets.signing, key_by_id=key_by_id)

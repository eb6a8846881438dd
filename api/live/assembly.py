"""Assembly: puts the live channel of one process together, for the composition root."""

import random
import time
from collections.abc import Callable, Coroutine
from dataclasses import dataclass

from prometheus_client import CollectorRegistry

from api.limits import Callers, parse_networks
from api.live.accounts import Accounts
from api.live.limits import LiveLimits
from api.live.metrics import LiveMetrics
from api.live.service import LiveService, LiveSetup
from api.live.source import LiveSource
from api.live.ticker import Ticker
from api.settings import Settings
from parking.clock import CityClock
from parking.ports import KeyStore


@dataclass(frozen=True, slots=True)
class LiveChannel:
    """The service, which goes into the lifespan's state, who is signed in, and what must run."""

    service: LiveService
    accounts: Accounts
    works: tuple[Callable[[], Coroutine[None, None, None]], ...]


def assemble_live(
    settings: Settings,
    source: LiveSource,
    clock: CityClock,
    keys: KeyStore,
    registry: CollectorRegistry,
) -> LiveChannel:
    """Make the channel; the source may still be empty."""
    setup = LiveSetup(
        limits=LiveLimits(sockets_per_address=settings.limit_sockets, sockets=settings.max_sockets),
        clock=clock,
        zone=settings.timezone,
        callers=Callers(parse_networks(settings.trusted_proxies)),
        origins=frozenset(settings.allowed_origins.split()),
        now_s=time.monotonic,
        # Only spreads moments over a while, so that not all clients come back together.
        chance=random.Random(),  # noqa: S311
    )
    accounts = Accounts(keys)
    service = LiveService(source, accounts, LiveMetrics(registry), setup)
    return LiveChannel(service, accounts, (Ticker(service).run, accounts.run))

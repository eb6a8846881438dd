"""The stores of a data folder for one command: those of the running city, else our own."""

import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

from parking.storage.embedded.data_folder import find_state
from parking.storage.embedded.errors import CityRunningError
from parking.storage.embedded.stores import embedded_stores
from parking.storage.settings import StoreUrls

ATTACH_TIMEOUT_S = 60.0
POLL_INTERVAL_S = 0.05


@contextmanager
def stores_of(
    data_dir: Path, *, database_url: str | None = None, redis_url: str | None = None
) -> Iterator[StoreUrls]:
    """Attach to the city that runs on `data_dir`; where none does, run its stores meanwhile.

    Stores that are named are used as they are.
    """
    if database_url and redis_url:
        yield StoreUrls(database_url, redis_url)
        return
    state = find_state(data_dir)
    if state is not None:
        yield state.stores
        return
    with ExitStack() as stack:
        try:
            stores = stack.enter_context(
                embedded_stores(data_dir, database_url=database_url, redis_url=redis_url)
            )
        except CityRunningError:
            urls = _wait_for_leader(data_dir)
        else:
            urls = stores.urls
        yield urls


def _wait_for_leader(data_dir: Path) -> StoreUrls:
    deadline_s = time.monotonic() + ATTACH_TIMEOUT_S
    while time.monotonic() < deadline_s:
        state = find_state(data_dir)
        if state is not None:
            return state.stores
        time.sleep(POLL_INTERVAL_S)
    raise CityRunningError(f"The city on {data_dir} does not get ready; see its logs.")

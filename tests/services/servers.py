"""The real servers the suite runs on: one pair per session, or those the environment names."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from parking.storage.embedded.stores import embedded_stores
from parking.storage.settings import StoreUrls

DATABASE_VARIABLE = "ONELOT_TEST_DATABASE_URL"
REDIS_VARIABLE = "ONELOT_TEST_REDIS_URL"


@contextmanager
def suite_servers(folder: Path) -> Iterator[StoreUrls]:
    """Both stores, without fsync; a named server is used as it is and must be free to empty."""
    with embedded_stores(
        folder,
        database_url=os.environ.get(DATABASE_VARIABLE),
        redis_url=os.environ.get(REDIS_VARIABLE),
        durable=False,
    ) as stores:
        yield stores.urls

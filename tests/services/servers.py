"""The real servers the suite runs on: one pair per session, or those that `--stores` names."""

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import redis

from parking.storage.embedded.stores import embedded_stores
from parking.storage.redis.cluster import CLUSTER_SCHEME
from parking.storage.settings import StoreUrls
from tests.services.cluster import valkey_cluster

DATABASE_VARIABLE = "ONELOT_TEST_DATABASE_URL"
REDIS_VARIABLE = "ONELOT_TEST_REDIS_URL"
KINDS = ("embedded", "debian", "cluster")
"""Embedded: from the wheels. Debian: the distribution's PostgreSQL and Redis. Cluster: PostgreSQL
from the wheel beside three Valkey nodes that share the slots."""
MEMORY = Path("/dev/shm")
MEMORY_LEFT_BYTES = 4 << 30
DEBIAN_POSTGRES = Path("/usr/lib/postgresql/15/bin")
PROGRAMS_VARIABLE = "ONELOT_EMBEDDED_POSTGRES"


def prefer_debian() -> None:
    """Let every server that this process and its children embed be the distribution's."""
    program = shutil.which("redis-server")
    if program is None or not DEBIAN_POSTGRES.is_dir():
        raise FileNotFoundError("apt-get install redis-server postgresql-15")
    os.environ[PROGRAMS_VARIABLE] = str(DEBIAN_POSTGRES)
    os.environ["ONELOT_EMBEDDED_VALKEY"] = program


@contextmanager
def quick_folder() -> Iterator[Path]:
    """A folder in memory where there is plenty: a database for each test is hundreds of files."""
    has_room = MEMORY.is_dir() and shutil.disk_usage(MEMORY).free > MEMORY_LEFT_BYTES
    with tempfile.TemporaryDirectory(
        prefix="onelot-tests-", dir=MEMORY if has_room else None
    ) as folder:
        yield Path(folder)


@contextmanager
def suite_servers(folder: Path, kind: str) -> Iterator[StoreUrls]:
    """Both stores, without fsync; a named server is used as it is and must be free to empty."""
    with ExitStack() as stack:
        redis_url = os.environ.get(REDIS_VARIABLE)
        if kind == "cluster":
            redis_url = stack.enter_context(valkey_cluster(folder / "cluster")).url
        stores = stack.enter_context(
            embedded_stores(
                folder / "city",
                database_url=os.environ.get(DATABASE_VARIABLE),
                redis_url=redis_url,
                durable=False,
            )
        )
        yield stores.urls


def live_store(url: str) -> redis.Redis | redis.RedisCluster:
    """A client that looks into the live store behind the platform's back."""
    if url.startswith(CLUSTER_SCHEME):
        return redis.RedisCluster.from_url("redis://" + url.removeprefix(CLUSTER_SCHEME))
    return redis.Redis.from_url(url)

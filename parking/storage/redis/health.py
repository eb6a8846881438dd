"""How Redis is by its own word, INFO, over all servers of a cluster; knows no metric."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

ServerInfo = Mapping[str, Any]
"""One server's INFO as redis-py reads it."""


@dataclass(frozen=True, slots=True)
class RedisHealth:
    """`memory_limit_bytes` 0 is none."""

    memory_bytes: int
    memory_limit_bytes: int
    evicted_keys: int
    aof_failing: bool


def health_of(servers: Sequence[ServerInfo]) -> RedisHealth:
    """Sum over servers; one that cannot write is enough."""
    return RedisHealth(
        memory_bytes=sum(int(info.get("used_memory", 0)) for info in servers),
        memory_limit_bytes=sum(int(info.get("maxmemory", 0)) for info in servers),
        evicted_keys=sum(int(info.get("evicted_keys", 0)) for info in servers),
        aof_failing=any(
            info.get("aof_enabled") == 1 and info.get("aof_last_write_status", "ok") != "ok"
            for info in servers
        ),
    )

"""A build whose commits return before they are on the disk: `synchronous_commit=off`."""

from parking.storage.postgres import pool
from tests.faults.weakened.program import run_as


class HastyPool(pool._PoolThatCloses):
    def __init__(self, *args, server_settings, **kwargs):
        hasty = server_settings | {"synchronous_commit": "off"}
        super().__init__(*args, server_settings=hasty, **kwargs)


pool._PoolThatCloses = HastyPool

if __name__ == "__main__":
    run_as("tests.faults.weakened.commits_to_memory")

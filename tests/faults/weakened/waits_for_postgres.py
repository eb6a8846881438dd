"""A build without any time-out towards PostgreSQL, for statements, locks or silence."""

from contextlib import nullcontext

from parking.storage.postgres import log_connection, pool, registry_follower
from tests.faults.weakened.program import run_as


class PatientPool(pool._PoolThatCloses):
    def __init__(self, *args, server_settings, **kwargs):
        patient = server_settings | {"statement_timeout": "0"}
        super().__init__(*args, server_settings=patient, **kwargs)

    def acquire(self, *, timeout=None):
        return super().acquire(timeout=None)


for module in (pool, log_connection, registry_follower):
    module.cut_at = lambda *_: nullcontext()
pool._PoolThatCloses = PatientPool

if __name__ == "__main__":
    run_as("tests.faults.weakened.waits_for_postgres")

"""A build whose processes live in the time of their own machine's clock."""

import time

from parking.storage.postgres.clock import DatabaseTime
from tests.faults.weakened.program import run_as

DatabaseTime.now_us = lambda _: time.time_ns() // 1_000

if __name__ == "__main__":
    run_as("tests.faults.weakened.trusts_its_clock")

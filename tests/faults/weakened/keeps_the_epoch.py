"""A build that fills an emptied Redis again under the epoch it had."""

from parking.storage.redis import projection
from tests.faults.weakened.program import run_as


class OneMoment:
    @staticmethod
    def time_ns() -> int:
        return 1_795_233_600_000_000_000


projection.time = OneMoment

if __name__ == "__main__":
    run_as("tests.faults.weakened.keeps_the_epoch")

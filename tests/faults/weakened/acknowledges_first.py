"""A build that acknowledges a batch and commits it afterwards."""

from ingest import assembly
from ingest.absolute_lane import AbsoluteLane
from ingest.counted_lane import CountedLane
from ingest.submission import ACCEPTED
from tests.faults.weakened.program import run_as


class HastyAbsoluteLane(AbsoluteLane):
    async def commit(self, connection, items):
        _settle(items)
        return await super().commit(connection, items)


class HastyCountedLane(CountedLane):
    async def commit(self, connection, items):
        _settle(items)
        return await super().commit(connection, items)


def _settle(items) -> None:
    for item in items:
        item[4].settle(item[5], ACCEPTED)


assembly.AbsoluteLane = HastyAbsoluteLane
assembly.CountedLane = HastyCountedLane

if __name__ == "__main__":
    run_as("tests.faults.weakened.acknowledges_first")

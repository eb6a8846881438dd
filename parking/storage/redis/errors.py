"""What can be wrong with the live projection, in the words of the ports."""


class ProjectionAwayError(Exception):
    """Redis does not answer. What was committed stands; the projector applies it later."""


class ProjectionFullError(ProjectionAwayError):
    """Redis answers and takes nothing: its memory or its disk is full."""


class ProjectionLostError(Exception):
    """Redis answers, but not under the expected epoch: it was lost, or is being rebuilt."""


class StreamGapError(Exception):
    """Changes are missing between the reader's position and the stream: reload the partition."""

    def __init__(self, partition: int) -> None:
        super().__init__(f"changes of partition {partition} are no longer complete")
        self.partition = partition

"""A build whose API process ends at once when it is told to, whatever it has begun."""

import os
import signal

from uvicorn import Server
from uvicorn.server import FrameType

from tests.faults.weakened.program import run_as


def handle_exit(_self: Server, _number: int, _frame: FrameType | None) -> None:
    os.kill(os.getpid(), signal.SIGKILL)


Server.handle_exit = handle_exit

if __name__ == "__main__":
    run_as("tests.faults.weakened.no_drain")
